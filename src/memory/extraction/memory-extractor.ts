import type { MemoryKind } from '../memory.types.js';
import { detectLanguage } from '../../platform/language/language.js';
import { foldText } from '../text/fold-text.js';
import { CHINESE_RULES } from './chinese-rules.js';
import { ENGLISH_RULES } from './english-rules.js';
import type { ExtractionRule, LanguageRules } from './extraction-rules.js';
import { slotOf } from './memory-slot.js';
import { couldBeSecret, holdsSecret, mentionsCrisis } from './sensitive-text.js';
import { splitClauses, splitSentences, type Sentence } from './sentence-splitter.js';

export interface ExtractedMemory {
  kind: MemoryKind;
  /** The user's own words. */
  content: string;
  /** 0-1. */
  importance: number;
}

export interface FeltMessage {
  message: string;
  emotion: string;
  /** 0-10. */
  intensity: number;
}

const MAX_MEMORIES = 3;
const MAX_CONTENT_CHARACTERS = 160;
/** What the strongest feeling adds to a memory's importance. */
const FEELING_SHARE = 0.2;

/**
 * Picks the sentences of a message that are worth recalling in a later session, the most important first. Pure and
 * linear in the message. Nothing is picked from crisis talk, and no sentence that holds a secret.
 */
export function extractMemories({ message, emotion, intensity }: FeltMessage): ExtractedMemory[] {
  if (mentionsCrisis(message)) return [];
  const sentences = splitSentences(message.replace(/[^\P{Cc}\n\r]/gu, ' '));
  const announcesSecret = sentences.some(({ text }) => holdsSecret(text));
  const feeling = emotion === 'neutral' ? 0 : Math.min(10, Math.max(0, intensity)) / 10;
  const picked = sentences
    .filter(({ text }) => !(announcesSecret && (holdsSecret(text) || couldBeSecret(text))))
    .flatMap(fromSentence)
    .map((memory) => ({
      ...memory,
      importance: Math.min(1, memory.importance + FEELING_SHARE * feeling),
    }));
  return picked.sort((a, b) => b.importance - a.importance).slice(0, MAX_MEMORIES);
}

function fromSentence({ text, isQuestion }: Sentence): ExtractedMemory[] {
  const language = detectLanguage(text) === 'zh' ? CHINESE_RULES : ENGLISH_RULES;
  if (language.notMeant.test(foldText(text))) return [];
  const clauses = splitClauses(text);
  // "我最近总失眠，怎么办？": what comes before the question is still told.
  if (isQuestion) clauses.pop();
  const told = clauses.filter((clause) => !language.question.test(foldText(clause)));
  const memories: ExtractedMemory[] = [];
  for (const content of toUnits(told, language)) {
    const unit = foldText(content);
    if (language.isTooShort(unit)) continue;
    const rule = firstRule(unit, language);
    if (rule) memories.push({ kind: rule.kind, content, importance: rule.importance });
  }
  return memories;
}

/**
 * A sentence stays whole, unless its clauses say different things of lasting value ("我叫小明，在杭州上班，养了只猫") or it is
 * too long: then it is cut at its commas, and a clause that says nothing by itself stays with the one before it.
 */
function toUnits(clauses: readonly string[], language: LanguageRules): string[] {
  const units: { text: string; identity: string | undefined }[] = [];
  for (const clause of clauses) {
    const identity = identityOf(clause, language);
    const last = units.at(-1);
    const separate = last?.identity !== undefined && identity !== undefined && identity !== last.identity;
    const fits = last !== undefined && last.text.length + clause.length < MAX_CONTENT_CHARACTERS;
    if (last && fits && !separate) {
      last.text = joinClauses(last.text, clause);
      last.identity ??= identity;
    } else units.push({ text: clause, identity });
  }
  return units.map(({ text }) => tidy(text));
}

/** What a clause says about who the user is: such clauses are kept apart, so that one can be replaced alone. */
function identityOf(clause: string, language: LanguageRules): string | undefined {
  const rule = firstRule(foldText(clause), language);
  if (!rule || !['name', 'pet', 'fact'].includes(rule.kind)) return undefined;
  return slotOf(rule.kind, clause) ?? rule.kind;
}

function firstRule(folded: string, { rules }: LanguageRules): ExtractionRule | undefined {
  return rules.find(({ pattern, unless }) => pattern.test(folded) && !unless?.test(folded));
}

function joinClauses(before: string, clause: string): string {
  return /[，、：]$/u.test(before) ? before + clause : `${before} ${clause}`;
}

function tidy(text: string): string {
  const characters = Array.from(text);
  if (characters.length > MAX_CONTENT_CHARACTERS) {
    return `${characters.slice(0, MAX_CONTENT_CHARACTERS - 1).join('')}…`;
  }
  return text.replace(/[，、：,:\s]+$/u, '');
}
