import type { PhraseRule, RuleKind } from '../rules/rule.types.js';
import { atLeast, type RiskLevel } from '../safety.types.js';
import type { PhraseMatch, PhraseScan } from './phrase-book.js';
import { HeldSpans, lastAtMost } from './span-index.js';

/** A match that counts, with the level it has in its surroundings. */
export interface Finding {
  rule: PhraseRule;
  ruleId: string;
  level: RiskLevel;
}

/** How far a frame or a sign of the past reaches, in characters of the original text. */
const FRAME_REACH = 60;
const PAST_REACH = 60;
const RESOLVED_REACH = 120;
/** Signs looked at around one match: enough for any real sentence, and bounded for a hostile one. */
const MOST_SIGNS = 16;
/** How far behind a match its clause is looked at. */
const CLAUSE_REACH = 12;
const COMMA = /[，,、]/;
/** How far before a match is looked for who it speaks of, and what says that it is the writer. */
const BEFORE_REACH = 16;
const OF_ONESELF = /(?:我|俺|自己)[^，,、。！？!?；;…\s]{0,8}(?:是|像|当|做|成)[^，,、。！？!?；;…\s]{0,4}$/u;
/** What parts two clauses within a sentence; between Han characters also a space. */
const CLAUSE_MARK = /[，,、：:]|(?<=\p{Script=Han})\s|\s(?=\p{Script=Han})/u;
const CLAUSE_END = /[，,、。！？!?；;.…\n]/;
const FIRST_PERSON = /我|俺|本人|自己也|\b(?:i|im|ive|me|my|myself)\b/i;

/** Risks that are no wish: what an exclusion with `steps` may take back over a comma. */
const STEPS = /\.(?:preparation|plan|means|self-harm|act)\./;

/**
 * Whether a match may take something back. The rules see neither punctuation nor spaces, so it does only within a clause:
 * 医生说是恶性肿瘤，我想自杀 is not about cells.
 */
export function takesBack<Rule extends PhraseRule>(
  { rule, start, end }: PhraseMatch<Rule>,
  scan: Pick<PhraseScan, 'text'>,
  text: string,
): boolean {
  if (rule.kind !== 'exclusion' && rule.kind !== 'soften') return false;
  if (crossesSentence(scan, start, end - 1)) return false;
  if (rule.ofOthers === true && OF_ONESELF.test(text.slice(Math.max(0, start - BEFORE_REACH), start)))
    return false;
  return rule.acrossCommas === 'all' || !CLAUSE_MARK.test(text.slice(start, end));
}

/** Whether a match that does not hold for all may still take last steps back. */
function takesStepsBack({ rule, start, end }: PhraseMatch, scan: PhraseScan): boolean {
  return rule.acrossCommas === 'steps' && !crossesSentence(scan, start, end - 1);
}

/**
 * Decides which matches count. An exclusion takes back only risks whose core lies inside its span, so an idiom never
 * hides what else was said. Frames and the past reach forward within their sentence only; whatever narrows their
 * reach (more punctuation, a new sentence) can only raise the level.
 */
export function weighContext(scan: PhraseScan, text: string): Finding[] {
  const byKind = groupByKind(scan);
  const holds = (match: PhraseMatch) => takesBack(match, scan, text);
  const exclusions = new HeldSpans(byKind.exclusion, holds);
  const covers = new HeldSpans([...byKind.exclusion, ...byKind.soften], holds);
  const ofSteps = new HeldSpans(byKind.exclusion, (match) => takesStepsBack(match, scan));
  const isTakenBack = (match: PhraseMatch) =>
    covers.covers(match) || (STEPS.test(match.rule.id) && ofSteps.covers(match));
  const frames = new Places(byKind.frame);
  const signs = { past: new Places(byKind.past), resolved: new Places(byKind.resolved) };
  const findings = new Findings();
  for (const match of byKind.soften)
    if (!exclusions.covers(match)) findings.add(match.rule, match.rule.level);
  for (const match of byKind.cue) findings.add(match.rule, 'none');
  for (const match of byKind.means) if (!isTakenBack(match)) findings.add(match.rule, match.rule.level);
  for (const match of byKind.risk) {
    const { rule } = match;
    if (isTakenBack(match)) continue;
    if (rule.framable === true && isFramed(match, frames, scan, text)) continue;
    if (rule.framable === true && isBare(match, scan)) findings.add(rule, 'medium', 'mention.bare');
    else if (atLeast(rule.level, 'medium') && isOver(match, signs, scan))
      findings.add(rule, 'low', 'past.over-now');
    else findings.add(rule, rule.level);
  }
  return findings.all;
}

/** Each finding once: somebody who repeats one phrase a thousand times says it once, and it must not cost more. */
class Findings {
  readonly all: Finding[] = [];
  private readonly byRule = new Map<PhraseRule, Finding[]>();

  add(rule: PhraseRule, level: RiskLevel, ruleId = rule.id): void {
    const known = this.byRule.get(rule);
    if (known?.some((finding) => finding.ruleId === ruleId && finding.level === level)) return;
    const finding = { rule, ruleId, level };
    this.all.push(finding);
    if (known) known.push(finding);
    else this.byRule.set(rule, [finding]);
  }
}

function groupByKind(scan: PhraseScan): Record<RuleKind, PhraseMatch[]> {
  const groups: Record<RuleKind, PhraseMatch[]> = {
    risk: [],
    exclusion: [],
    soften: [],
    frame: [],
    past: [],
    resolved: [],
    cue: [],
    means: [],
  };
  for (const match of scan.matches) groups[match.rule.kind].push(match);
  for (const kind in groups) {
    const group = groups[kind as RuleKind];
    if (group.length > 1) group.sort((a, b) => a.start - b.start || b.end - a.end);
  }
  return groups;
}

/** A story, the news or work with the topic, told in the same sentence and not of oneself. */
function isFramed(match: PhraseMatch, frames: Places, scan: PhraseScan, text: string): boolean {
  return frames.within(match.start - FRAME_REACH, match.start + FRAME_REACH).some((frame) => {
    const from = Math.min(frame.end, match.end);
    const to = Math.max(frame.start, match.start);
    if (crossesSentence(scan, from, to) || FIRST_PERSON.test(text.slice(from, to))) return false;
    return frame.end > match.start || !isToldOfOneself(text.slice(frame.end, match.start), match, text);
  });
}

/** A clause of its own behind a frame in which the writer speaks of themselves: 看了个新闻，药我喝下去了. */
function isToldOfOneself(between: string, match: PhraseMatch, text: string): boolean {
  if (!COMMA.test(between)) return false;
  const [rest = ''] = text.slice(match.end, match.end + CLAUSE_REACH).split(CLAUSE_END, 1);
  return FIRST_PERSON.test(rest);
}

/** A sentence that is nothing but the word: somebody who types only 自杀 is not telling the news. */
function isBare(match: PhraseMatch, { text }: PhraseScan): boolean {
  const { starts, length } = text.compact;
  const from = text.sentenceEnds[lastAtMost(text.sentenceEnds, match.start)] ?? 0;
  const to = text.sentenceEnds[lastAtMost(text.sentenceEnds, match.end - 1) + 1] ?? text.length;
  const before = lastAtMost(starts, match.start - 1, length);
  const after = lastAtMost(starts, match.end - 1, length) + 1;
  return (before < 0 || starts[before]! < from) && (after >= length || starts[after]! >= to);
}

/** Thoughts of an earlier time that the same text says are over. */
function isOver(match: PhraseMatch, signs: { past: Places; resolved: Places }, scan: PhraseScan): boolean {
  const past = signs.past.within(match.start - PAST_REACH, match.start);
  if (past.length === 0) return false;
  const resolved = signs.resolved.within(match.end, match.end + RESOLVED_REACH);
  if (resolved.length === 0) return false;
  return past.some(
    (sign) =>
      !crossesSentence(scan, sign.end, match.start) &&
      !signs.resolved.within(sign.end, match.start).some((over) => over.end <= match.start),
  );
}

/** Matches of one kind in order of their start, found by place without walking over all of them. */
class Places {
  private readonly starts: number[];

  constructor(private readonly matches: readonly PhraseMatch[]) {
    this.starts = matches.map(({ start }) => start);
  }

  /** The first few that start within the range. */
  within(from: number, to: number): readonly PhraseMatch[] {
    if (this.matches.length === 0) return this.matches;
    const first = lastAtMost(this.starts, from - 1) + 1;
    const last = Math.min(lastAtMost(this.starts, to) + 1, first + MOST_SIGNS);
    return this.matches.slice(first, last);
  }
}

function crossesSentence(scan: Pick<PhraseScan, 'text'>, from: number, to: number): boolean {
  const last = lastAtMost(scan.text.sentenceEnds, to);
  return last >= 0 && scan.text.sentenceEnds[last]! > from;
}
