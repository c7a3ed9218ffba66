import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Progress } from './progress.js';
import { readTsv } from './tsv.js';

describe('readTsv', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsv-'));
  const write = (text: string) => {
    const path = join(folder, 'data.tsv');
    writeFileSync(path, text);
    return path;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the named columns by header, with line numbers', () => {
    const path = write('source\ttext\tlabel\r\na\t你好\t1\r\n\r\nb\thello\t0\r\n');
    expect(readTsv(path, ['text', 'label'])).toEqual([
      { line: 2, fields: { text: '你好', label: '1' } },
      { line: 4, fields: { text: 'hello', label: '0' } },
    ]);
  });

  it.each([
    ['text\tlabel\n你好', /data\.tsv:2: has no field for "label"/],
    ['text\tmood\n你好\t1', /data\.tsv:1: has no column "label"/],
    ['text\tlabel\n', /data\.tsv: has no rows/],
  ])('says what is wrong with %j', (text, problem) => {
    expect(() => readTsv(write(text), ['text', 'label'])).toThrow(problem);
  });

  it('names a file that is not there', () => {
    expect(() => readTsv(join(folder, 'none.tsv'), ['text'])).toThrow(/none\.tsv: cannot be read \(ENOENT\)/);
  });
});

describe('Progress', () => {
  it('tells about ten times how far long work is', () => {
    const lines: string[] = [];
    const count = new Progress((line) => lines.push(line)).counter('texts', 1000);
    for (let done = 1; done <= 1000; done += 1) count(done);
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toMatch(/texts: 1000 of 1000\n$/);
  });
});
