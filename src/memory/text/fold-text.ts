import { toSimplified } from '../../platform/language/simplified-chinese.js';

/** One spelling for what means the same: NFKC, straight apostrophes, lower case, simplified characters. */
export function foldText(text: string): string {
  return toSimplified(text.normalize('NFKC').replace(/[’‘`]/g, "'").toLowerCase());
}
