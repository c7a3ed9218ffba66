import { parseArgs } from 'node:util';
import { CrisisClassifier } from '../src/safety/classifier/crisis-classifier.js';
import { crisisModelPath } from '../src/safety/classifier/load-crisis-classifier.js';
import { RISK_LEVELS, type RiskLevel } from '../src/safety/safety.types.js';
import { CrisisScreen } from '../src/safety/screen/crisis-screen.js';
import { ArgumentError, callersPath, runCommand } from './command.js';
import { evaluateExpectations } from './eval-crisis-expectations.js';
import { evaluateLabels } from './eval-crisis-labels.js';

const LEVEL_NAMES = ['L0', 'L1', 'L2', 'L3'];

const USAGE = `npm run eval:crisis -- --file X.tsv [--positive LABELS]... [--threshold L2] | --jsonl X.jsonl [--list]
  --file X.tsv        columns text and label (several labels: a|b)
  --positive LABELS   the labels that mean danger: a,b or a|b, for grades also 6-10 or ">=6"; else they are 0 and 1
  --threshold LEVEL   the level from which a text counts as found: L1, L2 or L3
  --jsonl X.jsonl     lines {"text" or "turns": [...] of one session, "expect": "L2" or "L2+"}
  --list              also the line numbers of those that are not right
  --model FILE        another model; --rules-only: none`;

/**
 * What the whole screen, rules and classifier, makes of a file. The last line is one JSON object. Exit code 2 when the
 * file or an option cannot be used.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      jsonl: { type: 'string' },
      positive: { type: 'string', multiple: true },
      threshold: { type: 'string', default: 'L2' },
      list: { type: 'boolean', default: false },
      model: { type: 'string', default: crisisModelPath() },
      'rules-only': { type: 'boolean', default: false },
    },
  });
  const { file, jsonl } = values;
  if ((file === undefined) === (jsonl === undefined))
    throw new ArgumentError('name one file: --file X.tsv or --jsonl X.jsonl');
  const classifier = values['rules-only'] ? undefined : CrisisClassifier.load(callersPath(values.model));
  if (jsonl !== undefined) evaluateExpectations(classifier, callersPath(jsonl), values.list);
  else
    evaluateLabels(new CrisisScreen(classifier), {
      path: callersPath(file ?? ''),
      positive: values.positive,
      threshold: parseThreshold(values.threshold),
    });
}

function parseThreshold(name: string): RiskLevel {
  const level = RISK_LEVELS[LEVEL_NAMES.indexOf(name)];
  if (level === undefined || level === 'none')
    throw new ArgumentError(`--threshold "${name}" is none of L1, L2, L3`);
  return level;
}

runCommand(USAGE, main);
