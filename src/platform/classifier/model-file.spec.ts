import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ModelFileError, readModelFile, toModelBytes } from './model-file.js';

const folder = mkdtempSync(join(tmpdir(), 'model-file-'));
const path = join(folder, 'some.bin');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array) => {
  writeFileSync(path, bytes);
  return readModelFile<unknown>(path);
};

describe('a model file', () => {
  it('gives back the facts and tensors that were written, of any size', () => {
    const tensor = fc.oneof(
      fc.int8Array({ maxLength: 9 }),
      fc.uint8Array({ maxLength: 9 }),
      fc.float32Array({ maxLength: 9, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}$/), tensor),
        fc.string({ unit: 'grapheme' }),
        (tensors, name) => {
          const plain = { ...tensors };
          expect(read(toModelBytes({ facts: { name, labels: ['喜', '怒'] }, tensors: plain }))).toEqual({
            facts: { name, labels: ['喜', '怒'] },
            tensors: plain,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is the same, byte by byte, for the same model', () => {
    const model = () => ({ facts: { a: 1 }, tensors: { weights: Float32Array.of(0.1, -2) } });
    expect(toModelBytes(model()).equals(toModelBytes(model()))).toBe(true);
  });

  const good = toModelBytes({ facts: {}, tensors: { weights: Int8Array.of(1, 2, 3) } });
  const changed = (at: number) => {
    const bytes = Buffer.from(good);
    bytes[at]! ^= 1;
    return bytes;
  };
  it.each([
    ['is empty', Buffer.alloc(0), /is not a model file/],
    ['has another magic', changed(0), /is not a model file/],
    ['has another version', changed(4), /layout version 3, expected 2/],
    ['names a longer header', changed(9), /wrong checksum/],
    ['has another checksum', changed(20), /wrong checksum/],
    ['has a changed header', changed(50), /wrong checksum/],
    ['has a changed last byte', changed(good.length - 1), /wrong checksum/],
    ['is cut short', good.subarray(0, -1), /wrong checksum/],
    ['goes on', Buffer.concat([good, Buffer.of(0)]), /wrong checksum/],
  ])('is refused by name when it %s', (_what, bytes, problem) => {
    expect(() => read(bytes)).toThrow(ModelFileError);
    expect(() => read(bytes)).toThrow(problem);
    expect(() => read(bytes)).toThrow(/^some\.bin: /);
  });

  it('is refused as a model file, never otherwise, whichever of its bytes changes', () => {
    for (let at = 0; at < good.length; at += 1) {
      const bytes = Buffer.from(good);
      bytes[at]! ^= 1 << (at % 8);
      expect(() => read(bytes)).toThrow(ModelFileError);
    }
  });

  const signed = (bytes: Buffer) => {
    const digest = createHash('sha256').update(bytes.subarray(4, 12)).update(bytes.subarray(44)).digest();
    digest.copy(bytes, 12);
    return bytes;
  };
  it.each([
    ['a header longer than the file', (bytes: Buffer) => bytes.writeUInt32LE(0x7fffffff, 8)],
    ['a header that is no JSON', (bytes: Buffer) => bytes.write('?', 44)],
    ['a header without tensors', (bytes: Buffer) => bytes.write('"Tensors"', bytes.indexOf('"tensors"'))],
    ['a tensor of an unknown type', (bytes: Buffer) => bytes.write('"int9"', bytes.indexOf('"int8"'))],
    ['a tensor longer than the file', (bytes: Buffer) => bytes.write('9', bytes.indexOf(':3}') + 1)],
  ])('is refused by name when its checksum fits but it has %s', (_what, change) => {
    const bytes = Buffer.from(good);
    change(bytes);
    expect(() => read(signed(bytes))).toThrow('some.bin: has a header that cannot be read');
  });

  it('is refused by name when it is missing', () => {
    expect(() => readModelFile(join(folder, 'none.bin'))).toThrow('none.bin: cannot be read (ENOENT)');
  });
});
