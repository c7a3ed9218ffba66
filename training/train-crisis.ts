import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/config/package-root.js';
import { toModelBytes } from '../src/platform/classifier/model-file.js';
import { CrisisScreen } from '../src/safety/screen/crisis-screen.js';
import { ArgumentError, callersPath, createFolder, runCommand } from './command.js';
import { writeCrisisCard } from './crisis-card.js';
import { readCrisisExamples } from './crisis-sources.js';
import { chooseThresholds, type UnseenScores } from './crisis-thresholds.js';
import { CrisisTrainer, scoreUnseen, type GradedExample } from './crisis-trainer.js';
import { Progress } from './progress.js';
import { assignFolds } from './random.js';

const FOLDS = 5;
const SEED = 11;

/** `npm run train:crisis -- --data DIR [--out DIR]`: writes crisis.bin and crisis.md. */
function main(): void {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
  if (values.data === undefined)
    throw new ArgumentError('--data is needed: the folder with the training data');
  const out = values.out === undefined ? join(packageRoot(), 'models') : callersPath(values.out);
  createFolder(out);
  const progress = new Progress();

  progress.step('reading examples');
  const examples = readCrisisExamples(callersPath(values.data));
  progress.step(`${examples.length} examples; asking the rules about each`);
  const screen = new CrisisScreen();
  const graded: GradedExample[] = examples.map((example) => ({
    ...example,
    rules: screen.readRules(example.text),
  }));

  progress.step('hashing features');
  const trainer = new CrisisTrainer(graded);
  const foldOf = dealFolds(graded);
  const scores: UnseenScores = {
    ideation: new Float64Array(graded.length),
    danger: new Float64Array(graded.length),
  };
  for (let fold = 0; fold < FOLDS; fold += 1) {
    progress.step(`cross-validation, fold ${fold + 1} of ${FOLDS}`);
    const model = trainer.train((index) => foldOf[index] !== fold);
    const unseen = [...graded.keys()].filter((index) => foldOf[index] === fold);
    scoreUnseen(
      model,
      unseen.map((index) => graded[index]!),
      (nth, { ideation, danger }) => {
        scores.ideation[unseen[nth]!] = ideation;
        scores.danger[unseen[nth]!] = danger;
      },
    );
  }
  const thresholds = chooseThresholds(graded, scores);

  progress.step('training on everything');
  const model = trainer.train(() => true);
  model.facts.thresholds = thresholds;
  const bytes = toModelBytes(model);
  writeFileSync(join(out, 'crisis.bin'), bytes);
  writeFileSync(
    join(out, 'crisis.md'),
    writeCrisisCard({ examples: graded, scores, facts: model.facts, bytes: bytes.length }),
  );
  progress.step(`wrote crisis.bin (${bytes.length} bytes) and crisis.md to ${out}`);
}

/** The folds a source brings, else by chance; the same words are always in the same fold, whatever their source. */
function dealFolds(examples: readonly GradedExample[]): Uint8Array {
  const dealt = assignFolds(examples.length, FOLDS, SEED);
  const foldOfWords = new Map<string, number>();
  examples.forEach(({ text, fold }, index) => {
    const words = text.replace(/[^\p{L}\p{N}]+/gu, '');
    const known = foldOfWords.get(words) ?? fold ?? dealt[index]!;
    foldOfWords.set(words, known);
    dealt[index] = known;
  });
  return dealt;
}

runCommand('npm run train:crisis -- --data DIR [--out DIR]', main);
