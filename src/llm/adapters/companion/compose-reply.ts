import type { ReplyContext } from '../../ports/language-model.js';
import { type Intent, isBotIntent, readIntent } from './intent.js';
import { LinePicker } from './line-picker.js';
import { answerMemoryQuestion } from './memory-answer.js';
import { REPLIES_EN } from './replies.en.js';
import { REPLIES_ZH } from './replies.zh.js';
import type { Lines, ReplyBook, SituationLines } from './reply-book.js';
import { writeSafetyReply } from './safety-reply.js';
import { TalkReply } from './talk-reply.js';

const MAX_REPLY_CHARACTERS = 600;
/** How long a wish to be listened to, without advice, holds. */
const LISTEN_ONLY_TURNS = 6;
/** As many replies as can still be seen to repeat. */
const MAX_EARLIER_REPLIES = 120;

export const bookOf = (language: ReplyContext['language']): ReplyBook =>
  language === 'zh' ? REPLIES_ZH : REPLIES_EN;

/** The whole reply to one message: a pure function of the context. */
export function composeReply(context: ReplyContext): string {
  const book = bookOf(context.language);
  const turn = context.history.filter(({ role }) => role === 'user').length;
  const replies = context.history.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  const picker = new LinePicker(context.sessionKey, turn, replies.slice(-MAX_EARLIER_REPLIES));
  return join(writeParts(context, book, picker, turn), context.language);
}

function writeParts(context: ReplyContext, book: ReplyBook, picker: LinePicker, turn: number): string[] {
  if (context.riskLevel === 'medium' || context.riskLevel === 'high') {
    return writeSafetyReply(context, book, picker);
  }
  const intent = readIntent(context.message);
  const parts = writeOrdinary(intent, context, book, picker, turn);
  return context.riskLevel === 'low' ? withCheckIn(parts, context, book, picker) : parts;
}

function writeOrdinary(
  intent: Intent,
  context: ReplyContext,
  book: ReplyBook,
  picker: LinePicker,
  turn: number,
): string[] {
  if (intent === 'memory') return answerMemoryQuestion(context, book.memory, picker);
  const situation = writeSituation(intent, book, picker, turn);
  if (situation) return situation;
  const wishes = context.history.filter(({ role }) => role === 'user').slice(-LISTEN_ONLY_TURNS);
  const listenOnly =
    intent !== 'advice' && wishes.some(({ content }) => readIntent(content) === 'justListen');
  return new TalkReply(context, book, picker, turn).write(intent, { listenOnly });
}

/** How each moment closes; what has no entry here is ordinary talk. */
const CLOSINGS: Partial<Record<Intent, keyof SituationLines | 'presence' | 'none'>> = {
  offLimits: 'none',
  diagnosis: 'diagnosisClose',
  repair: 'repairAsk',
  rejection: 'rejectionAsk',
  justListen: 'presence',
  dontWantToTalk: 'presence',
  goodNight: 'none',
  goodbye: 'none',
  thanks: 'thanksClose',
  relief: 'reliefAsk',
  acknowledgement: 'continueAsk',
  dontKnow: 'continueAsk',
  bored: 'greetingAsk',
  task: 'greetingAsk',
  wordless: 'none',
};

function writeSituation(
  intent: Intent,
  book: ReplyBook,
  picker: LinePicker,
  turn: number,
): string[] | undefined {
  const { situations, strategies } = book;
  const presence: [Lines, ...Lines[]] = [strategies.presence.plain, strategies.presence.heavy];
  const ask = (...pools: Lines[]): string => picker.fresh(...pools) ?? picker.any(...presence);
  if (isBotIntent(intent)) return [picker.any(situations[intent]), ask(situations.botClose)];
  if (intent === 'greeting') {
    const hello = turn === 0 ? situations.greeting : situations.greetingAgain;
    return [picker.any(hello), ask(situations.greetingAsk, strategies.openQuestions.plain)];
  }
  const closing = CLOSINGS[intent];
  if (closing === undefined || !(intent in situations)) return undefined;
  const opening = picker.any(situations[intent as keyof SituationLines]);
  if (closing === 'none') return [opening];
  if (closing === 'presence') return [opening, picker.any(...presence)];
  return [opening, ask(situations[closing])];
}

/** Level low: the reply stays what it is and ends on a gentle check, which takes the place of its own question. */
function withCheckIn(parts: string[], context: ReplyContext, book: ReplyBook, picker: LinePicker): string[] {
  const { lowCheckIn, lowHold } = book.safety;
  const last = context.history.findLast(({ role }) => role === 'assistant')?.content ?? '';
  if (picker.saidIn(last, lowCheckIn)) return parts;
  const kept = parts.filter((part) => !/[?？]$/u.test(part)).slice(0, 1);
  return [...kept, picker.any(lowHold), picker.any(lowCheckIn)];
}

function join(parts: readonly string[], language: ReplyContext['language']): string {
  const separator = language === 'zh' ? '' : ' ';
  let reply = '';
  for (const part of parts) {
    const sentence = language === 'en' ? part.charAt(0).toUpperCase() + part.slice(1) : part;
    if (reply.length + sentence.length + 1 > MAX_REPLY_CHARACTERS) break;
    reply += (reply === '' ? '' : separator) + sentence;
  }
  return reply;
}
