import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import type { HeadFacts } from '../src/emotion/adapters/trained/emotion-head.js';
import {
  EMOTION_MODEL_PATH,
  EMOTION_MODEL_VERSION,
  HEAD_NAMES,
  type EmotionModelFacts,
  type HeadName,
} from '../src/emotion/adapters/trained/emotion-model.js';
import { toModelBytes, type Tensor } from '../src/platform/classifier/model-file.js';
import { EmotionHeadTrainer } from './emotion-head-trainer.js';
import { RECIPES } from './emotion-plans.js';
import { ArgumentError, runCommand } from './command.js';
import { writeEmotionCard, type CardHead } from './emotion-card.js';
import { Progress } from './progress.js';

/** The card lies beside the model under the same name. */
const cardPath = (model: string) => join(dirname(model), `${parse(model).name}.md`);

const USAGE = 'npm run train:emotion -- --data DIR [--out FILE]';

runCommand(USAGE, () => {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
  if (values.data === undefined)
    throw new ArgumentError('--data is needed: the folder with the training data');
  const out = values.out ?? EMOTION_MODEL_PATH;
  const progress = new Progress();
  const heads = {} as Record<HeadName, HeadFacts>;
  const cards = {} as Record<HeadName, CardHead>;
  const tensors: Record<string, Tensor> = {};
  for (const name of HEAD_NAMES) {
    const { plan, readExamples } = RECIPES[name];
    const examples = readExamples(values.data);
    progress.step(`${name}: ${examples.length} texts`);
    const trained = new EmotionHeadTrainer(plan, examples, progress).train();
    heads[name] = trained.facts;
    cards[name] = { plan, examples, trained };
    for (const [tensor, numbers] of Object.entries(trained.tensors))
      tensors[`${name}.${tensor}`] = numbers as Tensor;
  }
  const facts: EmotionModelFacts = { kind: 'emotion', version: EMOTION_MODEL_VERSION, heads };
  mkdirSync(dirname(out), { recursive: true });
  const bytes = toModelBytes({ facts, tensors });
  writeFileSync(out, bytes);
  writeFileSync(cardPath(out), writeEmotionCard({ heads: cards, bytes: bytes.length }));
  progress.step(`${out}: ${bytes.length} bytes`);
});
