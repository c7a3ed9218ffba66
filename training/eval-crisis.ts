import { parseArgs } from 'node:util';
import { CrisisClassifier } from '../src/safety/classifier/crisis-classifier.js';
import { crisisModelPath } from '../src/safety/classifier/load-crisis-classifier.js';
import { RISK_LEVELS, type RiskLevel } from '../src/safety/safety.types.js';
import { CrisisScreen } from '../src/safety/screen/crisis-screen.js';
import { ArgumentError, runCommand } from './command.js';
import { evaluateExpectations } from './eval-crisis-expectations.js';
import { evaluateLabels } from './eval-crisis-labels.js';

const LEVEL_NAMES = ['L0', 'L1', 'L2', 'L3'];

/**
 * `npm run eval:crisis -- --file X.tsv [--positive "a,b"] [--threshold L2]` or `-- --jsonl X.jsonl [--list]`: what the
 * whole screen, rules and classifier, makes of a file. The last line is one JSON object. Exit code 2 when the file or
 * an option cannot be used.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      jsonl: { type: 'string' },
      positive: { type: 'string' },
      threshold: { type: 'string', default: 'L2' },
      list: { type: 'boolean', default: false },
      model: { type: 'string', default: crisisModelPath() },
      'rules-only': { type: 'boolean', default: false },
    },
  });
  const screen = new CrisisScreen(values['rules-only'] ? undefined : CrisisClassifier.load(values.model));
  const { file, jsonl } = values;
  if ((file === undefined) === (jsonl === undefined))
    throw new ArgumentError('name one file: --file X.tsv or --jsonl X.jsonl');
  if (jsonl !== undefined) evaluateExpectations(screen, jsonl, values.list);
  else
    evaluateLabels(screen, {
      path: file ?? '',
      positive: values.positive?.split(/[,，]/).map((label) => label.trim()),
      threshold: parseThreshold(values.threshold),
    });
}

function parseThreshold(name: string): RiskLevel {
  const level = RISK_LEVELS[LEVEL_NAMES.indexOf(name)];
  if (level === undefined || level === 'none')
    throw new ArgumentError(`--threshold "${name}" is none of L1, L2, L3`);
  return level;
}

runCommand(
  'npm run eval:crisis -- --file X.tsv [--positive "a,b"] [--threshold L2] | --jsonl X.jsonl [--list]',
  main,
);
