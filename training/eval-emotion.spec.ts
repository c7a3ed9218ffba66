import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/config/package-root.js';
import { ArgumentError, runCommand } from './command.js';

const folder = mkdtempSync(join(tmpdir(), 'eval-emotion-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', `training/${script}.ts`, ...options],
    { cwd: packageRoot(), encoding: 'utf8' },
  );
  return { status, stdout, stderr, last: stdout.trim().split('\n').at(-1) ?? '' };
}

function evaluate(content: string, labels: string) {
  const path = join(folder, 'some.tsv');
  writeFileSync(path, content);
  return run('eval-emotion', '--file', path, '--labels', labels);
}

const microseconds = expect.any(Number) as number;

describe('eval:emotion', () => {
  it('measures each class and says the whole in one last line of JSON', () => {
    const { status, stdout, last } = evaluate(
      'text\tlabel\n气死我了，这个骗子，太过分了！\tangry\n好伤心，一直在哭，心里很难过\tsad\n今天真开心，哈哈哈\tfear\n又哭又笑\tsad|happy\n',
      'smp',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^angry +1 +1\.0000 +1\.0000 +1\.0000$/m);
    expect(stdout).toMatch(/^fear +1 +0\.0000 +0\.0000 +0\.0000$/m);
    // Six classes, two of them right throughout; the text with two labels is left out.
    expect(JSON.parse(last)).toEqual({ n: 3, accuracy: 0.6667, macro_f1: 0.3333, us_per_text: microseconds });
  });

  it.each([
    ['ekman', 'text\tlabel\nThank you so much, I love it!\tjoy\n', 0.1429],
    ['dair', 'text\tlabel\ni feel so scared and nervous about it\tfear\n', 0.1667],
  ])('knows the labels of %s', (labels, content, macro) => {
    expect(JSON.parse(evaluate(content, labels).last)).toEqual({
      n: 1,
      accuracy: 1,
      macro_f1: macro,
      us_per_text: microseconds,
    });
  });

  it('takes the labels of GoEmotions for Ekman, and says how many texts it left out', () => {
    const { stdout, last } = evaluate(
      'text\tlabel\nThank you so much, I love it!\tgratitude|love\nWow\tsurprise|joy\nI hate you so much\tanger\n',
      'ekman',
    );
    expect(stdout).toMatch(/^left out: 1 texts with several labels\nlabel/);
    expect(JSON.parse(last)).toMatchObject({ n: 2, accuracy: 1 });
  });

  it.each([
    ['a missing column', 'text\tmood\n你好\tsad\n', 'smp', /some\.tsv:1: has no column "label"/],
    [
      'an unknown label',
      'text\tlabel\n你好\tjoy\n',
      'smp',
      /some\.tsv:2: has an unknown label "joy" \(known: angry/,
    ],
    ['only texts of two labels', 'text\tlabel\n你好\tsad|fear\n', 'smp', /has no text with a single label/],
    ['an unknown label set', 'text\tlabel\n你好\tsad\n', 'emoji', /--labels must be one of smp, ekman, dair/],
  ])('refuses %s with exit code 2', (_what, content, labels, problem) => {
    const { status, stderr, stdout } = evaluate(content, labels);
    expect(stderr).toMatch(problem);
    expect(stderr).toContain('Usage: npm run eval:emotion');
    expect(stderr).not.toContain('你好');
    expect([status, stdout]).toEqual([2, '']);
  });

  it.each([
    ['a missing file', ['--file', 'none.tsv', '--labels', 'smp'], /none\.tsv: cannot be read \(ENOENT\)/],
    ['no file', ['--labels', 'smp'], /--file is needed/],
    ['an unknown option', ['--what'], /Unknown option '--what'/],
  ])('refuses %s with exit code 2', (_what, options, problem) => {
    const { status, stderr } = run('eval-emotion', ...options);
    expect(stderr).toMatch(problem);
    expect(status).toBe(2);
  });
});

describe('train:emotion', () => {
  it.each([
    ['the file it misses', ['--data', folder], /train\.tsv: cannot be read \(ENOENT\)/],
    ['the option it misses', [], /--data is needed/],
    [
      'a place it cannot write to',
      ['--data', folder, '--out', '/dev/null/x'],
      /x: cannot be written to \(ENOTDIR\)/,
    ],
  ])('names %s', (_what, options, problem) => {
    const { status, stderr } = run('train-emotion', ...options);
    expect(stderr).toMatch(problem);
    expect(status).toBe(2);
  });
});

describe('runCommand', () => {
  const running = (fault: Error) => () =>
    runCommand('usage', () => {
      throw fault;
    });

  it('does not blame the user for a fault of its own', () => {
    expect(running(new TypeError('x is not a function'))).toThrow('x is not a function');
    expect(running(new RangeError('Invalid array length'))).toThrow(RangeError);
  });

  it('says what the user can mend', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const before = process.exitCode;
    running(new ArgumentError('--data is needed'))();
    expect(write).toHaveBeenCalledWith('--data is needed\nUsage: usage\n');
    expect(process.exitCode).toBe(2);
    process.exitCode = before;
    write.mockRestore();
  });
});
