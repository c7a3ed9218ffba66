import type { HeadName } from '../src/emotion/adapters/trained/emotion-model.js';
import { toLogChances } from './calibration.js';
import type { Example, HeadPlan } from './emotion-head-plan.js';
import type { TrainedHead } from './emotion-head-trainer.js';
import { SOURCES } from './emotion-sources.js';
import { measureClass, share } from './measures.js';

export interface CardHead {
  plan: HeadPlan;
  examples: readonly Example[];
  trained: TrainedHead;
}

interface CardInput {
  heads: Readonly<Record<HeadName, CardHead>>;
  bytes: number;
}

const BINS = 10;

const PROVENANCE: Readonly<Record<string, readonly [string, string]>> = {
  'smp2020_usual/train.tsv': [
    'SMP2020-EWECT shared task, usual posts (DUT-Tjy/smp2020-weibo, BrownSweater/BERT_SMP2020-EWECT)',
    'none; public shared-task data',
  ],
  'smp2020_virus/train.tsv': ['the same, posts on the epidemic', 'none; public shared-task data'],
  'goemotions/original_train.tsv': ['GoEmotions (monologg/GoEmotions-pytorch)', 'Apache-2.0'],
  'dair_emotion/train.tsv': [
    'dair-ai/emotion (tharoosha/Depresio)',
    'none; "educational and research purposes only"',
  ],
};

const CONTENTS: Readonly<Record<HeadName, string>> = {
  zh: 'Chinese text',
  en: 'English text',
  'en-feelings': 'English text in which somebody says "feel", beside the head `en`, half each',
};

/** The model card: every measure in it is from texts the measured model had not seen. */
export function writeEmotionCard({ heads, bytes }: CardInput): string {
  const entries = Object.entries(heads) as [HeadName, CardHead][];
  const sources = entries.flatMap(([name, { examples }]) =>
    SOURCES[name].map((file, group) => {
      const [where, terms] = PROVENANCE[file]!;
      const count = examples.filter((example) => example.group === group).length;
      return `| ${file.split('/')[0]} | ${where} | ${terms} | ${name} | ${count} |`;
    }),
  );
  return `# The emotion heads

Written by \`npm run train:emotion\`; do not edit.

${entries.length} classifiers in one file of ${bytes} bytes, one byte a weight of a table. Each is a set of one-vs-rest linear machines
(squared hinge loss) over hashed features of the folded text and over what the lexicon found; the Chinese one has a small
network over embeddings of the same features beside it. The scores are calibrated to probabilities.

${entries.map(([name, head]) => describeHead(name, head)).join('\n')}

## Intended use

Beside the lexicon of 心语, to name the feeling in one message to a companion, in Chinese or English, and to show its
writer how their days went. Not for diagnosis, not for deciding about a person, not for watching people who did not ask
for it, and no screen for danger: that is the crisis classifier's part.

## Sources

| source | where from | licence as stated | head | texts |
| --- | --- | --- | --- | --- |
${sources.join('\n')}

Only weights ship, no text. Of GoEmotions, texts with feelings of two of Ekman's groups are left out.

## Labels

${entries.map(([name, head]) => describeLabels(name, head)).join('\n')}

lonely (and, in Chinese, excited, grateful, frustrated and confused) are in no head: the lexicon's words part them from
the labels above.

## Measures

Three-fold cross-validation, copies of a text in one fold. The calibration was fitted to these scores and the offset that
each label gets in a decision was tuned on resamples of them for macro-F1, so new texts of the same kind come out a
little lower. Reliability error: mean distance between probability and accuracy over ${BINS} equal bins, without the offsets.

${entries.flatMap(([name, head]) => measureHead(name, head)).join('\n\n')}

## Known failures

- Weibo's bias: everyday statements and greetings lean to happy. Readings under 0.5 are taken for neutral in replies.
- surprise and fear are rare in the Chinese posts and the least sure of its labels.
- Sarcasm, quotation and feelings of somebody else are mostly read as the writer's own.
- The head for "feel" knows no neutral text and was learned from sentences of one pattern: it is asked nowhere else.
- Single words of feeling outside their usual sense; dialects and slang younger than the sources.
- People disagreed about many of these labels: about a quarter of the Chinese and a third of the English texts are read
  otherwise than annotated.
`;
}

function describeHead(name: HeadName, { plan, examples }: CardHead): string {
  const { bits, maxGram, maxWordGram, skipPairs } = plan.features;
  const network = plan.network
    ? `; network of ${plan.network.hidden} units over ${plan.network.buckets} rows`
    : '';
  return `- \`${name}\`: ${CONTENTS[name]}. ${examples.length} texts; character 1-${maxGram}-grams${skipPairs ? ', skip pairs' : ''}, word 1-${maxWordGram}-grams, 2^${bits}
  buckets${network}.`;
}

function describeLabels(name: HeadName, { plan }: CardHead): string {
  const labels = plan.labels.map((label, nth) => {
    const judged = plan.judged[plan.judgedAs[nth]!]!;
    return judged === label ? label : `${label} (${judged})`;
  });
  return `- \`${name}\`: ${labels.join(', ')}`;
}

function measureHead(name: HeadName, head: CardHead): string[] {
  const { plan, examples, trained } = head;
  const { tensors, facts, heldOut } = trained;
  const chances = toLogChances(heldOut, { slope: facts.slope, shift: tensors.calibration }, plan);
  const rowOf = (row: number) =>
    chances.scores.subarray(row * chances.labelCount, (row + 1) * chances.labelCount);
  return SOURCES[name].map((file, group) => {
    const rows = [...examples.keys()].filter((row) => examples[row]!.group === group);
    const judged = rows.map((row) => bestOf(rowOf(row).map((chance, nth) => chance + tensors.offsets[nth]!)));
    const measures = plan.judged.map((_, label) =>
      measureClass(
        rows.map((row) => chances.truth[row] === label),
        judged.map((best) => best === label),
      ),
    );
    const right = rows.filter((row, nth) => judged[nth] === chances.truth[row]).length;
    const macro = measures.reduce((sum, { f1 }) => sum + f1, 0) / measures.length;
    const reliability = reliabilityError(
      rows.map((row) => {
        const best = bestOf(rowOf(row));
        return { chance: Math.exp(rowOf(row)[best]!), right: best === chances.truth[row] };
      }),
    );
    const lines = measures.map(
      ({ support, precision, recall, f1 }, label) =>
        `| ${plan.judged[label]!} | ${support} | ${[precision, recall, f1].map((value) => value.toFixed(4)).join(' | ')} |`,
    );
    return `### \`${name}\` on ${file.split('/')[0]!}

Macro-F1 ${macro.toFixed(4)}, accuracy ${share(right, rows.length).toFixed(4)}, reliability error ${reliability.toFixed(4)}.

| label | texts | precision | recall | f1 |
| --- | --- | --- | --- | --- |
${lines.join('\n')}`;
  });
}

function bestOf(values: Float64Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) if (values[index]! > values[best]!) best = index;
  return best;
}

/** The expected calibration error: what probabilities promise against what was right, bin by bin. */
export function reliabilityError(readings: readonly { chance: number; right: boolean }[]): number {
  const gaps = new Float64Array(BINS);
  for (const { chance, right } of readings)
    gaps[Math.min(BINS - 1, Math.floor(chance * BINS))]! += chance - (right ? 1 : 0);
  return share(
    gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
    readings.length,
  );
}
