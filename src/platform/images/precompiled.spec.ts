import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Logger } from '@nestjs/common';
import { Precompiled } from './precompiled.js';

class Sum {
  constructor(readonly total: number) {}
}

const folder = mkdtempSync(join(tmpdir(), 'images-'));
const path = join(folder, 'made-by-the-build', 'sum.bin');
const file = pathToFileURL(path);
const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
afterAll(() => rmSync(folder, { recursive: true }));

/** What it loads, and how often it computed that. */
function load(numbers: number[], classes = [Sum]) {
  let computed = 0;
  const compile = () => {
    computed += 1;
    return new Sum(numbers.reduce((sum, number) => sum + number, 0));
  };
  const sum = new Precompiled({ name: 'sum', sources: numbers, classes, compile });
  return { sum, loaded: (program = 'this one') => ({ ...sum.load(program, file), computed }) };
}

describe('Precompiled', () => {
  beforeEach(() => {
    warn.mockClear();
    load([1, 2]).sum.write('this one', file);
  });

  it('is read from the image of its sources', () => {
    expect(load([1, 2]).loaded()).toEqual({ total: 3, computed: 0 });
    expect(load([1, 2]).sum.load('this one', file)).toBeInstanceOf(Sum);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is computed without a word by a program that was not bundled', () => {
    expect(load([1, 2]).sum.load(undefined, file)).toEqual({ total: 3 });
    expect(warn).not.toHaveBeenCalled();
  });

  it.each<[string, () => void, string]>([
    ['is not there', () => rmSync(path), 'this one'],
    ['was made by another program', () => undefined, 'a newer one'],
  ])('is computed, and says so, when the image %s', (_what, prepare, program) => {
    prepare();
    expect(load([1, 2]).loaded(program)).toEqual({ total: 3, computed: 1 });
    expect(warn).toHaveBeenCalledTimes(1);
  });

  const whole = () => readFileSync(path);
  it.each<[string, number[], () => Uint8Array]>([
    ['is of other sources', [1, 2, 3], whole],
    ['is cut short', [1, 2], () => whole().subarray(0, -3)],
    ['is empty', [1, 2], () => Buffer.alloc(0)],
    [
      'was changed',
      [1, 2],
      () => whole().map((byte, index) => (index === whole().length - 1 ? byte ^ 1 : byte)),
    ],
  ])('is computed, and says so, when the image %s', (_what, numbers, bytes) => {
    writeFileSync(path, bytes());
    const total = numbers.reduce((sum, number) => sum + number, 0);
    expect(load(numbers).loaded()).toEqual({ total, computed: 1 });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('image of sum'));
  });

  it('is computed when the image has a class that is not known any more', () => {
    expect(load([1, 2], []).loaded()).toEqual({ total: 3, computed: 1 });
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
