import type { ReplyContext } from '../../ports/language-model.js';
import { type Intent, isBotIntent, readIntent } from './intent.js';
import { LinePicker } from './line-picker.js';
import { answerMemoryQuestion } from './memory-answer.js';
import { REPLIES_EN } from './replies.en.js';
import { REPLIES_ZH } from './replies.zh.js';
import type { Lines, ReplyBook, SituationLines } from './reply-book.js';
import { writeFarewellNoteReply, writeSafetyReply } from './safety-reply.js';
import { messageIsHard, recentTurnsAreHard } from './distress.js';
import { TalkReply } from './talk-reply.js';
import { readViolence } from './violence.js';
import { writeViolenceReply } from './violence-reply.js';

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
  const violence = readViolence(context.message);
  if (context.riskLevel === 'medium' || context.riskLevel === 'high') {
    const parts = writeSafetyReply(context, book, picker);
    // Danger from another person stands beside the danger to oneself, so the way to the police is named as well.
    const harmed = violence !== undefined && violence.kind !== 'urge' && violence.kind !== 'done';
    return harmed ? [...parts, picker.any(book.violence.emergency)] : parts;
  }
  const intent = readIntent(context.message);
  const hurt = writeViolenceReply(context, intent, book.violence, picker);
  if (hurt) return hurt;
  const farewell = writeFarewellNoteReply(context, book, picker);
  if (farewell) return farewell;
  const check = context.riskLevel === 'low' ? checkFor(intent, context) : 'none';
  const calm: ReplyContext = check === 'full' ? context : { ...context, riskLevel: 'none' };
  const parts = writeOrdinary(intent, calm, book, picker, turn);
  return check === 'none' ? parts : withCheckIn(parts, check, context, book, picker);
}

/** Moments that are harmless in themselves, whatever was said before. */
const HARMLESS: ReadonlySet<Intent> = new Set<Intent>([
  'greeting',
  'stillHere',
  'thanks',
  'goodbye',
  'goodNight',
  'task',
  'memory',
  'offLimits',
  'relief',
  'acknowledgement',
  'bored',
  'recommend',
  'botIdentity',
  'botHuman',
  'botAbility',
  'botPrivacy',
  'botFeelings',
]);

/** Level low stays for a while: a harmless message keeps its tone, and is followed by a check only after hard turns. */
function checkFor(intent: Intent, context: ReplyContext): 'full' | 'after' | 'none' {
  const hardBefore = recentTurnsAreHard(context);
  if (HARMLESS.has(intent)) return hardBefore ? 'after' : 'none';
  if (messageIsHard(context) || context.history.length === 0) return 'full';
  return hardBefore ? 'after' : 'none';
}

function writeOrdinary(
  intent: Intent,
  context: ReplyContext,
  book: ReplyBook,
  picker: LinePicker,
  turn: number,
): string[] {
  if (intent === 'memory') return answerMemoryQuestion(context, book.memory, picker);
  if (intent === 'recommend') return writeRecommendation(context, book, picker);
  const situation = writeSituation(intent, book, picker, turn);
  if (situation) return situation;
  const wishes = context.history.filter(({ role }) => role === 'user').slice(-LISTEN_ONLY_TURNS);
  const listenOnly =
    intent !== 'advice' && wishes.some(({ content }) => readIntent(content) === 'justListen');
  return new TalkReply(context, book, picker, turn).write(intent, { listenOnly });
}

/** After distress, something familiar and one step for the body; else no more than a friendly word. */
function writeRecommendation(context: ReplyContext, book: ReplyBook, picker: LinePicker): string[] {
  const { situations, strategies } = book;
  if (!messageIsHard(context) && !recentTurnsAreHard(context)) {
    return [
      picker.any(situations.recommend),
      picker.fresh(situations.greetingAsk) ?? picker.any(strategies.presence.plain),
    ];
  }
  const step = picker.fresh(strategies.steps.settle) ?? picker.any(strategies.presence.heavy);
  return [picker.any(situations.recommendAfterDistress), step];
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
  stillHere: 'none',
  medication: 'medicationAsk',
  affectionQuestion: 'affectionAsk',
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
function withCheckIn(
  parts: string[],
  check: 'full' | 'after',
  context: ReplyContext,
  book: ReplyBook,
  picker: LinePicker,
): string[] {
  const { lowCheckIn, lowHold } = book.safety;
  const last = context.history.findLast(({ role }) => role === 'assistant')?.content ?? '';
  if (picker.saidIn(last, lowCheckIn)) return parts;
  const kept = parts.filter((part) => !/[?？]$/u.test(part)).slice(0, check === 'full' ? 1 : 2);
  return [...kept, ...(check === 'full' ? [picker.any(lowHold)] : []), picker.any(lowCheckIn)];
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
