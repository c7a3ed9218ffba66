import type { RiskLevel } from '../safety.types.js';

/**
 * What a match does.
 *
 * - `risk`      raises the level
 * - `exclusion` names an idiom or another harmless sense; risks whose core it covers do not count
 * - `soften`    as an exclusion, but what remains is distress: denial, hyperbole (level low)
 * - `frame`     fiction, news, prevention, research: takes events (`framable`) in its sentence back
 * - `past`, `resolved`  together turn ideation between them into "over now" (level low)
 * - `cue`       alone nothing: `stressor` with a question for means, or `escalation` with repeated ideation
 * - `means`     a question for means: a risk of its own level, and high with distress
 */
export type RuleKind = 'risk' | 'exclusion' | 'soften' | 'frame' | 'past' | 'resolved' | 'cue' | 'means';

export interface PhraseRule {
  /** Stable: kept in crisis events and named in tests. */
  id: string;
  kind: RuleKind;
  level: RiskLevel;
  /** `compact` = characters without spaces (Chinese), `words` = English words, `pinyin` = syllables, any grouping. */
  script: 'compact' | 'words' | 'pinyin';
  templates: readonly string[];
  /** An event told about somebody or something; a frame takes it back. */
  framable?: boolean;
  /**
   * Holds though a comma stands inside it, else only within a clause. `steps`: it then takes back last steps, means and
   * injuries, but no wish, as its gaps leave room for one.
   */
  acrossCommas?: 'all' | 'steps';
  /** Takes back only what is said of others: not behind 我是 or 我像 in the same clause. */
  ofOthers?: boolean;
  /** What a `cue` stands for. */
  cue?: 'stressor' | 'escalation';
}

type RuleOptions = Pick<PhraseRule, 'framable' | 'cue' | 'acrossCommas' | 'ofOthers'>;

const ruleMaker =
  (script: PhraseRule['script'], kind: RuleKind) =>
  (id: string, level: RiskLevel, templates: string, options: RuleOptions = {}): PhraseRule => ({
    id,
    kind,
    level,
    script,
    templates: templates
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    ...options,
  });

/** Makers by script and kind; templates are given one a line. */
export const zh = {
  risk: ruleMaker('compact', 'risk'),
  exclusion: ruleMaker('compact', 'exclusion'),
  soften: ruleMaker('compact', 'soften'),
  frame: ruleMaker('compact', 'frame'),
  past: ruleMaker('compact', 'past'),
  resolved: ruleMaker('compact', 'resolved'),
  cue: ruleMaker('compact', 'cue'),
  means: ruleMaker('compact', 'means'),
};

export const en = {
  risk: ruleMaker('words', 'risk'),
  exclusion: ruleMaker('words', 'exclusion'),
  soften: ruleMaker('words', 'soften'),
  frame: ruleMaker('words', 'frame'),
  past: ruleMaker('words', 'past'),
  resolved: ruleMaker('words', 'resolved'),
  cue: ruleMaker('words', 'cue'),
  means: ruleMaker('words', 'means'),
};

export const pinyin = {
  risk: ruleMaker('pinyin', 'risk'),
  exclusion: ruleMaker('pinyin', 'exclusion'),
  soften: ruleMaker('pinyin', 'soften'),
};
