import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/config/package-root.js';
import type { HeadFacts } from '../src/emotion/adapters/trained/emotion-head.js';
import {
  EMOTION_MODEL_VERSION,
  HEAD_NAMES,
  type EmotionModelFacts,
  type HeadName,
} from '../src/emotion/adapters/trained/emotion-model.js';
import { toModelBytes, type Tensor } from '../src/platform/classifier/model-file.js';
import { EmotionHeadTrainer } from './emotion-head-trainer.js';
import { RECIPES } from './emotion-plans.js';
import { ArgumentError, callersPath, createFolder, runCommand } from './command.js';
import { writeEmotionCard, type CardHead } from './emotion-card.js';
import { Progress } from './progress.js';

const USAGE = 'npm run train:emotion -- --data DIR [--out DIR]';

/** Writes emotion.bin and emotion.md. */
runCommand(USAGE, () => {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
  if (values.data === undefined)
    throw new ArgumentError('--data is needed: the folder with the training data');
  const data = callersPath(values.data);
  const out = values.out === undefined ? join(packageRoot(), 'models') : callersPath(values.out);
  // What cannot be read or written is known before minutes of work.
  createFolder(out);
  const examplesOf = HEAD_NAMES.map((name) => [name, RECIPES[name].readExamples(data)] as const);
  const progress = new Progress();
  const heads = {} as Record<HeadName, HeadFacts>;
  const cards = {} as Record<HeadName, CardHead>;
  const tensors: Record<string, Tensor> = {};
  for (const [name, examples] of examplesOf) {
    const { plan } = RECIPES[name];
    progress.step(`${name}: ${examples.length} texts`);
    const trained = new EmotionHeadTrainer(plan, examples, progress).train();
    heads[name] = trained.facts;
    cards[name] = { plan, examples, trained };
    for (const [tensor, numbers] of Object.entries(trained.tensors))
      tensors[`${name}.${tensor}`] = numbers as Tensor;
  }
  const facts: EmotionModelFacts = { kind: 'emotion', version: EMOTION_MODEL_VERSION, heads };
  const bytes = toModelBytes({ facts, tensors });
  writeFileSync(join(out, 'emotion.bin'), bytes);
  writeFileSync(join(out, 'emotion.md'), writeEmotionCard({ heads: cards, bytes: bytes.length }));
  progress.step(`wrote emotion.bin (${bytes.length} bytes) and emotion.md to ${out}`);
});
