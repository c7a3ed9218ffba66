import type { CrisisModelFacts, CrisisThresholds } from '../src/safety/classifier/crisis-classifier.js';
import { RISK_LEVELS, type RiskLevel, higherRisk, atLeast } from '../src/safety/safety.types.js';
import { combinedScore } from './crisis-score.js';
import { PSYSUICIDE_EXPLORATION } from './crisis-sources.js';
import type { UnseenScores } from './crisis-thresholds.js';
import type { GradedExample } from './crisis-trainer.js';
import { areaUnderCurve, share } from './measures.js';

interface CardInput {
  examples: readonly GradedExample[];
  scores: UnseenScores;
  facts: CrisisModelFacts;
  bytes: number;
}

const PROVENANCE: readonly (readonly [string, string, string])[] = [
  ['own', 'written for this project: ordinary talk in dangerous words', 'MIT, as the project'],
  ['psysuicide', 'qiuhuachuan/PsyGUARD, validation split, 11 classes', 'MIT'],
  ['sos1k', 'HongzhiQ/FineGrainedSuicideDetection, five folds, risk 0-10', 'none stated'],
  ['sos1k_generated', 'the same, texts written by a language model (cost 0.02)', 'none stated'],
  ['ckend', 'Ckend/suicide-detect-svm', 'none stated'],
  ['twitter', 'laxmimerit/twitter-suicidal-intention-dataset (cost 0.1)', 'none stated'],
  ['smp_usual', 'SMP2020-EWECT, usual posts, taken as ordinary talk', 'public shared-task data, none stated'],
  [
    'smp_virus',
    'SMP2020-EWECT, posts on the epidemic, ordinary talk',
    'public shared-task data, none stated',
  ],
  ['cped', 'scutcyr/CPED, dialogues of television series, ordinary talk', 'Apache-2.0'],
  ['cold', 'thu-coai/COLDataset, offensive and other comments, ordinary talk', 'Apache-2.0'],
  ['goemotions', 'GoEmotions (monologg/GoEmotions-pytorch), ordinary talk', 'Apache-2.0'],
  ['dair', 'dair-ai/emotion (tharoosha/Depresio), ordinary talk', '"educational and research purposes only"'],
  ['smilechat', 'qiuhuachuan/smile, client turns, ungraded', 'CC0 1.0'],
];

/** The model card: everything in it that is a number was measured on texts the measured model had not seen. */
export function writeCrisisCard({ examples, scores, facts, bytes }: CardInput): string {
  const levels = examples.map((example, index) => levelOf(example, scores, index, facts.thresholds));
  const pick = (isPicked: (example: GradedExample) => boolean) =>
    [...examples.keys()].filter((index) => isPicked(examples[index]!));
  const percent = (indices: readonly number[], floor: RiskLevel, by: readonly RiskLevel[] = levels) =>
    `${(100 * share(indices.filter((index) => atLeast(by[index]!, floor)).length, indices.length)).toFixed(2)} %`;
  const rules = examples.map((example) => example.rules.findings.level);
  const row = (name: string, indices: readonly number[]) =>
    `| ${name} | ${indices.length} | ${percent(indices, 'medium', rules)} | ${RISK_LEVELS.slice(1)
      .map((floor) => percent(indices, floor))
      .join(' | ')} |`;

  const psy = (isPicked: (example: GradedExample) => boolean) =>
    pick((example) => example.source === 'psysuicide' && isPicked(example));
  const sos = (from: number, to: number) =>
    pick(({ source, label }) => source === 'sos1k' && Number(label) >= from && Number(label) <= to);
  const evidence = (index: number) => combinedScore(rules[index]!, scores.ideation[index]!);
  const auc = areaUnderCurve(
    psy(({ ideation }) => ideation > 0).map(evidence),
    psy(({ ideation }) => ideation < 0).map(evidence),
  );
  const classes = [...new Set(psy(() => true).flatMap((index) => examples[index]!.label.split('|')))].sort();
  const { thresholds, features } = facts;
  return `# The crisis classifier

Written by \`npm run train:crisis\`; do not edit.

Two linear machines (squared hinge loss) over hashed features of the folded text: character 1-${features.maxGram}-grams,
skip pairs, word 1-${features.maxWordGram}-grams, 2^${features.bits} buckets, one byte a weight, ${bytes} bytes. \`ideation\` says whether somebody wishes
to be dead or harms themselves, \`danger\` whether there is a plan, a means or an act. A text counts by its highest stretch:
all of it or a run of its sentences, a sentence, a clause of an only sentence.

## Intended use

Beside the curated rules of 心语, which it can raise and never lower: it hears what people do not say in so many words.
Not for diagnosis, not for deciding about a person, not for watching people who did not ask for it. A level is no
clinical judgement, and \`none\` does not mean that somebody is safe.

## Sources

| source | where from | terms as stated | texts |
| --- | --- | --- | --- |
${PROVENANCE.map(([source, where, terms]) => `| ${source} | ${where} | ${terms} | ${pick((example) => example.source === source).length} |`).join('\n')}

Only weights ship, no text. Of cped, cold and goemotions every second row is used. Ordinary texts in which the rules
hear ideation, and ungraded ones that a first model does not find ordinary, are left out of training.

## Thresholds

| decision | score |
| --- | --- |
| low (\`model.unsure\`) | ideation ≥ ${thresholds.unsure.toFixed(2)} |
| medium (\`model.ideation\`) | ideation ≥ ${thresholds.ideation.toFixed(2)}, or ≥ ${thresholds.ideationWhenNamed.toFixed(2)} where suicide or self-harm is named |
| high (\`model.danger\`) | medium and danger ≥ ${thresholds.danger.toFixed(2)} |

Chosen on unseen folds by shares: see training/crisis-thresholds.ts.

## Measures

Five-fold cross-validation; rules and classifier together, each text judged by a model that had not seen its words. The
rules were written by people who had read some of these sources. Area under the curve on
PsySUICIDE: ${auc?.toFixed(4) ?? 'unknown'}.

| texts | number | rules alone L2+ | L1+ | L2+ | L3 |
| --- | --- | --- | --- | --- | --- |
${[
  row(
    'PsySUICIDE, suicide or self-harm',
    psy(({ ideation }) => ideation > 0),
  ),
  row(
    'PsySUICIDE, all others',
    psy(({ ideation }) => ideation < 0),
  ),
  row(
    'PsySUICIDE, the others and exploration',
    psy(({ ideation }) => ideation <= 0),
  ),
  ...classes.map((name) =>
    row(
      `PsySUICIDE ${name}`,
      psy(({ label }) => label.split('|').includes(name)),
    ),
  ),
  row('SOS-1K 8-10', sos(8, 10)),
  row('SOS-1K 6-10', sos(6, 10)),
  row('SOS-1K 4-5', sos(4, 5)),
  row('SOS-1K 3', sos(3, 3)),
  row('SOS-1K 0-2', sos(0, 2)),
  row(
    'ckend, suicidal',
    pick(({ source, ideation }) => source === 'ckend' && ideation > 0),
  ),
  row(
    'twitter, suicidal',
    pick(({ source, ideation }) => source === 'twitter' && ideation > 0),
  ),
  row(
    'twitter, others',
    pick(({ source, ideation }) => source === 'twitter' && ideation < 0),
  ),
  ...['smp_usual', 'smp_virus', 'cped', 'cold', 'goemotions', 'dair', 'smilechat'].map((name) =>
    row(
      name,
      pick(({ source }) => source === name),
    ),
  ),
].join('\n')}

${PSYSUICIDE_EXPLORATION} is no example of either side. SmileChat is help-seeking talk and holds people in danger: its share is no
false alarm rate.

## Known failures

- Answers that only mean something after a question, such as one word of consent to dying together.
- Metaphors of hope and rest; long stories whose point is in no single sentence; irony.
- Wishes that somebody else would die, and fear of death, are sometimes taken for ideation.
- English is learnt from two small noisy sources and from ordinary talk: the rules carry it.
- Dialects written by sound and slang younger than the sources.
- Level high is rare by design: most plans it hears stay at medium unless a rule names them.
`;
}

function levelOf(
  { rules }: GradedExample,
  { ideation, danger }: UnseenScores,
  index: number,
  thresholds: CrisisThresholds,
): RiskLevel {
  const floor = rules.signs.named ? thresholds.ideationWhenNamed : thresholds.ideation;
  const own: RiskLevel =
    ideation[index]! >= floor
      ? danger[index]! >= thresholds.danger
        ? 'high'
        : 'medium'
      : ideation[index]! >= thresholds.unsure
        ? 'low'
        : 'none';
  return higherRisk(rules.findings.level, own);
}
