import type { ScreenInput } from './safety.types.js';

const MAX_TEXTS = 200;
/** Of a longer text only its edges can be part of a phrase that goes on in another one. */
const EDGE_LENGTH = 32;

/**
 * The texts of a request read as one, so that a phrase cut into several fields is found: the other texts in their
 * order, before and after the message. Versions and numbers are left out. Empty when there is nothing to join. Bounded, whatever was sent.
 */
export function joinRequestTexts({
  message,
  otherTexts,
}: Pick<ScreenInput, 'message' | 'otherTexts'>): string[] {
  const others = otherTexts.filter((text) => /\p{L}/u.test(text));
  if (others.length === 0) return [];
  const fields =
    others.length <= MAX_TEXTS
      ? others
      : [...others.slice(0, MAX_TEXTS / 2), ...others.slice(-MAX_TEXTS / 2)];
  const joined = fields.map(edges).join(' ');
  return message.trim() === '' ? [joined] : [`${joined} ${edges(message)}`, `${edges(message)} ${joined}`];
}

function edges(text: string): string {
  if (text.length <= 2 * EDGE_LENGTH) return text;
  return `${text.slice(0, EDGE_LENGTH)}\n${text.slice(-EDGE_LENGTH)}`;
}
