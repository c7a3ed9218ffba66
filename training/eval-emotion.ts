import { parseArgs } from 'node:util';
import { weighText } from '../src/emotion/adapters/lexicon/emotion-scoring.js';
import { Lexicon } from '../src/emotion/adapters/lexicon/lexicon.js';
import { GO_EMOTIONS, LABEL_SETS, type LabelSet } from '../src/emotion/adapters/trained/emotion-labels.js';
import { loadEmotionModel, type HeadName } from '../src/emotion/adapters/trained/emotion-model.js';
import { toLexiconFeatures } from '../src/emotion/adapters/trained/lexicon-features.js';
import { ArgumentError, callersPath, runCommand } from './command.js';
import { measureClass, rounded, share } from './measures.js';
import { DataFileError, readTsv } from './tsv.js';

const USAGE = `npm run eval:emotion -- --file X.tsv --labels smp|ekman|dair
  --file X.tsv    columns text and label; texts with several (a|b) are left out
  --labels SET    whose labels they are; ekman takes the 28 of GoEmotions too, each for its group`;

const HEAD_OF: Record<LabelSet, HeadName> = { smp: 'zh', ekman: 'en', dair: 'en-feelings' };
/** Rounds before the measured one, so that the compiler has seen the code. */
const WARM_UP = 500;

/** Each label of GoEmotions and the one of Ekman's groups it belongs to. */
const EKMAN_OF = new Map(
  Object.values(GO_EMOTIONS).flatMap(({ ekman, members }) => members.map((member) => [member, ekman])),
);

runCommand(USAGE, () => {
  const { values } = parseArgs({ options: { file: { type: 'string' }, labels: { type: 'string' } } });
  if (values.file === undefined)
    throw new ArgumentError('--file is needed: a file with the columns text and label');
  const set = toLabelSet(values.labels);
  const labels: readonly string[] = LABEL_SETS[set];
  const { rows, leftOut } = readRows(callersPath(values.file), set);
  const lexicon = Lexicon.load();
  const head = loadEmotionModel()[HEAD_OF[set]];
  const judge = (text: string) => head.judge(head.read(text, toLexiconFeatures(weighText(text, lexicon))));
  for (const { text } of rows.slice(0, WARM_UP)) judge(text);
  const startedAt = performance.now();
  const found = rows.map(({ text }) => judge(text));
  const microseconds = ((performance.now() - startedAt) * 1000) / rows.length;
  const measures = labels.map((label) =>
    measureClass(
      rows.map((row) => row.label === label),
      found.map((judged) => judged === label),
    ),
  );
  if (leftOut > 0) console.log(`left out: ${leftOut} texts with several labels`);
  console.log(`${'label'.padEnd(10)} ${'texts'.padStart(6)}  precision  recall      f1`);
  labels.forEach((label, nth) => {
    const { support, precision, recall, f1 } = measures[nth]!;
    const numbers = [precision, recall, f1].map((number) => number.toFixed(4)).join('  ');
    console.log(`${label.padEnd(10)} ${String(support).padStart(6)}     ${numbers}`);
  });
  const right = rows.filter(({ label }, nth) => label === found[nth]).length;
  console.log(
    JSON.stringify({
      n: rows.length,
      accuracy: rounded(share(right, rows.length)),
      macro_f1: rounded(measures.reduce((sum, { f1 }) => sum + f1, 0) / labels.length),
      us_per_text: rounded(microseconds, 1),
    }),
  );
});

function toLabelSet(name: string | undefined): LabelSet {
  if (name !== undefined && Object.hasOwn(LABEL_SETS, name)) return name as LabelSet;
  throw new ArgumentError(`--labels must be one of ${Object.keys(LABEL_SETS).join(', ')}`);
}

interface Rows {
  rows: { text: string; label: string }[];
  leftOut: number;
}

/** Texts with labels of several groups (`a|b`) are left out: these heads name one. */
function readRows(path: string, set: LabelSet): Rows {
  const known: readonly string[] = LABEL_SETS[set];
  const named = readTsv(path, ['text', 'label']).map(({ fields: { text, label }, line }) => ({
    text,
    line,
    labels: label.split('|').map((name) => name.trim()),
  }));
  const toLabel = (name: string) => (set === 'ekman' ? EKMAN_OF.get(name) : undefined) ?? name;
  const rows = named.flatMap(({ text, line, labels }) => {
    const groups = [...new Set(labels.map(toLabel))];
    const unknown = groups.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new DataFileError(path, `has an unknown label "${unknown}" (known: ${known.join(', ')})`, line);
    return groups.length === 1 ? [{ text, label: groups[0]! }] : [];
  });
  if (rows.length === 0) throw new DataFileError(path, 'has no text with a single label');
  return { rows, leftOut: named.length - rows.length };
}
