import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { allHold, describeMachine, saveResults, targetTable, toText } from './report.js';
import { ROOT } from './rig/processes.js';
import type { BenchContext, Outcome } from './scenario.js';
import { ONLY_BY_NAME, SCENARIOS } from './scenarios/index.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '10' },
    strict: { type: 'boolean', default: false },
  },
});

function leave(message: string, exitCode: number): never {
  (exitCode === 0 ? console.log : console.error)(message);
  process.exit(exitCode);
}

function toNumber(name: 'rounds' | 'minutes'): number {
  const value = Number(options[name]);
  if (!(value > 0)) leave(`--${name} must be a number above 0`, 2);
  return value;
}

const list = SCENARIOS.map(({ name, description }) => `  ${name.padEnd(14)}${description}`).join('\n');
if (options.list) leave(list, 0);
const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (unknown.length > 0) leave(`No such scenario: ${unknown.join(', ')}. There are:\n${list}`, 2);

const rounds = Math.round(toNumber('rounds'));
const minutes = toNumber('minutes');
const chosen = SCENARIOS.filter(({ name }) =>
  positionals.length > 0 ? positionals.includes(name) : !ONLY_BY_NAME.includes(name),
);

execFileSync(process.execPath, ['scripts/build-if-stale.mjs'], { cwd: ROOT, stdio: 'inherit' });
console.log(Object.entries(describeMachine()).flat().join(' '));

const startedAt = performance.now();
const outcomes: Record<string, Outcome> = {};
const failed: string[] = [];
for (const scenario of chosen) {
  const context: BenchContext = {
    rounds,
    minutes,
    progress: (message) => {
      const elapsed = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
      console.log(`${elapsed} s  ${scenario.name}: ${message}`);
    },
  };
  context.progress('starts');
  try {
    outcomes[scenario.name] = await scenario.run(context);
  } catch (error) {
    failed.push(scenario.name);
    console.error(`${scenario.name} failed:`, error);
  }
}

for (const [name, { tables, notes = [] }] of Object.entries(outcomes)) {
  console.log(`\n== ${name} ==`);
  for (const table of tables) console.log(`\n${toText(table)}`);
  for (const note of notes) console.log(`\n${note}`);
}
console.log(`\n${toText(targetTable(outcomes))}\n\nResults: ${saveResults(outcomes, rounds)}`);
process.exit(failed.length > 0 || (options.strict && !allHold(outcomes)) ? 1 : 0);
