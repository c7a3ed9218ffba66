import type { ReplyContext } from '../../ports/language-model.js';
import { readOtherInDanger, readSafetyAnswer } from './concern.js';
import type { LinePicker } from './line-picker.js';
import { wordsOf } from './message-reading.js';
import type { ReplyBook } from './reply-book.js';

/**
 * The reply to a message at risk level medium or high: calm, direct, and nothing else. The resource card has been sent
 * before it, so no number is repeated here.
 */
export function writeSafetyReply(context: ReplyContext, book: ReplyBook, picker: LinePicker): string[] {
  const lines = book.safety;
  if (context.riskLevel === 'high') return [picker.any(lines.high)];

  const other = readOtherInDanger(context.message, context.language);
  if (other) return writeForOther(other.name, context, book, picker);
  const asked = context.history.findLast(({ role }) => role === 'assistant')?.content ?? '';
  const wasAsked = picker.saidIn(asked, lines.mediumAsk) || picker.saidIn(asked, lines.followAsk);
  const answer = wasAsked ? readSafetyAnswer(context.message) : undefined;
  if (answer !== undefined) {
    const acknowledge = answer === 'yes' ? lines.answeredYes : lines.answeredNo;
    return [picker.any(acknowledge), picker.any(lines.mediumContact), picker.any(lines.followAsk)];
  }
  return [picker.any(lines.mediumAcknowledge), picker.any(lines.mediumAsk), picker.any(lines.mediumContact)];
}

const FAREWELL_NOTE =
  /遗书|(?:告别|诀别|道别)(?:信|的?(?:短信|消息|话))|\b(?:goodbye|farewell|suicide) (?:note|letter|text|message)\b/iu;
const THEIR_OWN = /[他她]|\b(?:he|she|they|him|her)\b/iu;
const ABOUT_ME =
  /我(?:写|留|想写|准备|已经写)|\b(?:i|i've|i'm) (?:just |already )?(?:wrote|writing|written|left|leaving)\b|\bmy (?:goodbye|farewell|suicide)\b/iu;
const FAREWELL_TURNS = 2;

/** Somebody else's farewell note, now or a moment ago, is answered as danger, whatever level was found. */
export function writeFarewellNoteReply(
  context: ReplyContext,
  book: ReplyBook,
  picker: LinePicker,
): string[] | undefined {
  const { language, message, history } = context;
  const personIn = (text: string): string | undefined =>
    wordsOf(language).persons.find(({ pattern }) => pattern.test(text))?.name;
  const tells = (text: string): boolean =>
    FAREWELL_NOTE.test(text) &&
    !ABOUT_ME.test(text) &&
    (THEIR_OWN.test(text) || personIn(text) !== undefined);
  if (tells(message)) return writeForOther(personIn(message), context, book, picker);
  const before = history
    .filter(({ role }) => role === 'user')
    .slice(-FAREWELL_TURNS)
    .findLast(({ content }) => tells(content));
  return before && THEIR_OWN.test(message)
    ? writeForOther(personIn(before.content), context, book, picker)
    : undefined;
}

function writeForOther(
  name: string | undefined,
  context: ReplyContext,
  book: ReplyBook,
  picker: LinePicker,
): string[] {
  const { otherAcknowledge, otherAsk, otherContact } = book.safety;
  const who = name ?? (context.language === 'zh' ? '对方' : 'this person');
  return [otherAcknowledge, otherAsk, otherContact].map((pool) => picker.any(pool).replaceAll('{who}', who));
}
