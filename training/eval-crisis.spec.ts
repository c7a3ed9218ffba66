import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/config/package-root.js';
import { readCrisisExamples } from './crisis-sources.js';
import { exceededBy } from './crisis-thresholds.js';
import { areaUnderCurve, measureClass } from './measures.js';

const folder = mkdtempSync(join(tmpdir(), 'eval-crisis-'));
afterAll(() => rmSync(folder, { recursive: true }));

function evaluate(name: string, content: string, ...options: string[]) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const flag = name.endsWith('.jsonl') ? '--jsonl' : '--file';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'training/eval-crisis.ts', flag, path, ...options],
    { cwd: packageRoot(), encoding: 'utf8' },
  );
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return { status, stdout, stderr, result: last.startsWith('{') ? (JSON.parse(last) as object) : undefined };
}

describe('eval:crisis', () => {
  it('measures named labels of a file, several to a text, and each class', () => {
    const { status, stdout, result } = evaluate(
      'named.tsv',
      'id\ttext\tlabel\n1\t我不想活了\twish|other\n2\t今天去公园散步\tcalm\n3\t晚上吃面条\tcalm\n',
      '--positive',
      'wish',
    );
    expect(result).toEqual({
      n: 3,
      recall: 1,
      precision: 1,
      fpr: 0,
      auc: 1,
      us_per_text: expect.any(Number) as number,
    });
    expect(stdout).toContain('calm: n 2, precision 0, recall 0, f1 0');
    expect(status).toBe(0);
  });

  it('takes 1 for danger in a file of 0 and 1, at the level that is asked for', () => {
    const rows = 'text\tlabel\n我不想活了\t1\n今天晚上我就去跳楼\t1\n今天去公园散步\t0\n';
    expect(evaluate('binary.tsv', rows).result).toMatchObject({ recall: 1, fpr: 0 });
    expect(evaluate('binary.tsv', rows, '--threshold', 'L3').result).toMatchObject({ recall: 0.5 });
  });

  it('compares lines with the levels they expect and lists those that are not right', () => {
    const { stdout, result } = evaluate(
      'expected.jsonl',
      '{"text":"我不想活了","expect":"L2"}\n\n{"text":"今天去公园散步","expect":"L1"}\n{"text":"我不想活了","expect":"L1"}\n{"text":"今天晚上我就去跳楼","expect":"L2+"}\n',
      '--list',
    );
    expect(result).toMatchObject({ n: 4, exact: 0.5, under: 0.25, over: 0.25 });
    expect(stdout).toContain('too low, lines: 3');
    expect(stdout).toContain('too high, lines: 4');
  });

  const measured = (content: string, ...options: string[]) => {
    const { status, stderr, result } = evaluate('some.tsv', content, ...options);
    return { status, stderr, ...(result as { recall: number; fpr: number }) };
  };

  it('goes on with a warning when one of the named labels does not occur', () => {
    const rows = 'text\tlabel\n我不想活了\twish\n今天去公园散步\tcalm\n';
    const { status, stderr, recall } = measured(rows, '--positive', 'wish, attempt,');
    expect([status, recall]).toEqual([0, 1]);
    expect(stderr).toMatch(/^\S+some\.tsv: no row has the label "attempt" \(labels: calm, wish\)\n$/);
  });

  it.each([
    [
      'spaces, a quoted header and empty lines',
      '"Text"\tLABEL\n我不想活了\t 1\n  \n今天去公园散步\t0 \n',
      [],
    ],
    ['numbers written otherwise', 'text\tlabel\n我不想活了\t9.0\n今天去公园散步\t2.0\n', ['--positive', '9']],
    ['a range', 'text\tlabel\n我不想活了\t7\n今天去公园散步\t5\n', ['--positive', '6-10']],
    ['a bound', 'text\tlabel\n我不想活了\t6\n今天去公园散步\t5\n', ['--positive', '>=6']],
    ['labels with commas', 'text\tlabel\n我不想活了\ta,b\n今天去公园散步\ta\n', ['--positive', 'a,b']],
    [
      'one name after the other',
      'text\tlabel\n我不想活了\tb\n今天去公园散步\tc\n',
      ['--positive', 'b', '--positive', 'b'],
    ],
  ])('understands %s', (_what, rows, options) => {
    expect(measured(rows, ...options)).toMatchObject({ status: 0, stderr: '', recall: 1, fpr: 0 });
  });

  it('reads turns as one session, of which the last is judged', () => {
    const { result } = evaluate(
      'turns.jsonl',
      '{"turns":["我不想活了","今天去公园散步"],"expect":"L2+"}\n{"turns":["今天去公园散步"],"expect":"L0"}\n',
    );
    expect(result).toMatchObject({ n: 2, exact: 1 });
  });

  it('finds files where the caller is, and says what it takes', () => {
    const options = { cwd: packageRoot(), encoding: 'utf8' } as const;
    const run = (...rest: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'training/eval-crisis.ts', ...rest], {
        ...options,
        env: { ...process.env, INIT_CWD: folder },
      });
    writeFileSync(join(folder, 'here.tsv'), 'text\tlabel\n我不想活了\t1\n');
    expect(run('--file', 'here.tsv').status).toBe(0);
    const help = run('--help');
    expect([help.status, help.stdout]).toEqual([0, expect.stringMatching(/^Usage: npm run eval:crisis/)]);
  });

  it.each([
    ['columns.tsv', 'text\tmood\n你好\tx\n', [], /columns\.tsv:1: has no column "label"/],
    ['labels.tsv', 'text\tlabel\n你好\t0\n你好\t7\n', [], /labels\.tsv:3: label "7" is neither 0 nor 1/],
    ['unknown.tsv', 'text\tlabel\n你好\ta\n', ['--positive', 'b'], /unknown\.tsv: no row has the label "b"/],
    ['level.tsv', 'text\tlabel\n你好\t0\n', ['--threshold', 'L7'], /"L7" is none of L1, L2, L3/],
    ['json.jsonl', '{"text":"你好","expect":"L0"}\n{oops\n', [], /json\.jsonl:2: is not JSON/],
    ['expect.jsonl', '{"text":"你好","expect":"L9"}\n', [], /expect\.jsonl:1: has no "expect"/],
    ['option.tsv', 'text\tlabel\n你好\t0\n', ['--what'], /Unknown option '--what'/],
    ['model.tsv', 'text\tlabel\n你好\t0\n', ['--model', 'none.bin'], /none\.bin: cannot be read/],
  ])('refuses %s with exit code 2', (name, content, options, problem) => {
    const { status, stderr } = evaluate(name, content, ...options);
    expect(stderr).toMatch(problem);
    expect(status).toBe(2);
  });
});

describe('train:crisis', () => {
  it('names the file it misses', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'training/train-crisis.ts', '--data', folder, '--out', folder],
      { cwd: packageRoot(), encoding: 'utf8' },
    );
    expect(stderr).toMatch(/fold1\.tsv: cannot be read \(ENOENT\)/);
    expect(status).toBe(2);
  });

  it('names the line with a label its source does not know', () => {
    mkdirSync(join(folder, 'sos1k'));
    writeFileSync(join(folder, 'sos1k', 'fold1.tsv'), 'text\tlabel\n你好\t2\n你好\tabc\n');
    expect(() => readCrisisExamples(folder)).toThrow(/fold1\.tsv:3: has an unknown label "abc"/);
  });
});

describe('measures', () => {
  it('count ties of the curve by half', () => {
    expect(areaUnderCurve([2, 1], [1, 0])).toBe(0.875);
    expect(areaUnderCurve([], [1])).toBeNull();
  });

  it('measure a class', () => {
    expect(measureClass([true, true, false], [true, false, true])).toEqual({
      support: 2,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    });
  });

  it('find the threshold that a share of the scores reaches', () => {
    const scores = [0.9, 0.5, 0.1, -0.2];
    const threshold = exceededBy(scores, 0.25);
    expect(scores.filter((score) => score >= threshold)).toEqual([0.9]);
  });
});
