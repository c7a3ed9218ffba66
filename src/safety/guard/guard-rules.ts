import type { PhraseRule } from '../rules/rule.types.js';

/** Why something must not be said. */
export type GuardTopic =
  'method' | 'dose' | 'place' | 'encouragement' | 'human-claim' | 'diagnosis' | 'promise' | 'hotline';

export interface GuardRule extends PhraseRule {
  kind: 'risk' | 'exclusion';
  topic: GuardTopic;
  /** Forbidden only to somebody at risk or asking for means; a bridge is harmless on a holiday. */
  atRiskOnly: boolean;
}

type Maker = (id: string, topic: GuardTopic, templates: string) => GuardRule;

const maker =
  (script: GuardRule['script'], kind: GuardRule['kind'], atRiskOnly: boolean): Maker =>
  (id, topic, templates) => ({
    id,
    kind,
    level: 'none',
    script,
    topic,
    atRiskOnly,
    templates: templates
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  });

export const zhForbid = maker('compact', 'risk', false);
export const zhForbidAtRisk = maker('compact', 'risk', true);
export const zhAllow = maker('compact', 'exclusion', false);
export const enForbid = maker('words', 'risk', false);
export const enForbidAtRisk = maker('words', 'risk', true);
export const enAllow = maker('words', 'exclusion', false);
export const pinyinForbid = maker('pinyin', 'risk', false);
