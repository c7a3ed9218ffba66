import type { ReplyContext } from '../../ports/language-model.js';
import { readOtherInDanger, readSafetyAnswer } from './concern.js';
import type { LinePicker } from './line-picker.js';
import type { ReplyBook } from './reply-book.js';

/**
 * The reply to a message at risk level medium or high: calm, direct, and nothing else. The resource card has been sent
 * before it, so no number is repeated here.
 */
export function writeSafetyReply(context: ReplyContext, book: ReplyBook, picker: LinePicker): string[] {
  const lines = book.safety;
  if (context.riskLevel === 'high') return [picker.any(lines.high)];

  const other = readOtherInDanger(context.message, context.language);
  if (other) {
    const who = other.name ?? (context.language === 'zh' ? '对方' : 'this person');
    return [lines.otherAcknowledge, lines.otherAsk, lines.otherContact].map((pool) =>
      picker.any(pool).replaceAll('{who}', who),
    );
  }
  const asked = context.history.findLast(({ role }) => role === 'assistant')?.content ?? '';
  const wasAsked = picker.saidIn(asked, lines.mediumAsk) || picker.saidIn(asked, lines.followAsk);
  const answer = wasAsked ? readSafetyAnswer(context.message) : undefined;
  if (answer !== undefined) {
    const acknowledge = answer === 'yes' ? lines.answeredYes : lines.answeredNo;
    return [picker.any(acknowledge), picker.any(lines.mediumContact), picker.any(lines.followAsk)];
  }
  return [picker.any(lines.mediumAcknowledge), picker.any(lines.mediumAsk), picker.any(lines.mediumContact)];
}
