import type { MemoryKind } from '../memory.types.js';

export interface ExtractionRule {
  kind: MemoryKind;
  /** Runs on a folded clause or sentence. Quantifiers are bounded, so matching is linear. */
  pattern: RegExp;
  unless?: RegExp;
  /** 0-1, before the strength of the feeling is added. */
  importance: number;
}

export interface LanguageRules {
  rules: readonly ExtractionRule[];
  /** Suppositions, requests and quotes: what is said there is not so. */
  notMeant: RegExp;
  /** A sentence that asks, with or without a question mark. */
  question: RegExp;
  isTooShort(folded: string): boolean;
}
