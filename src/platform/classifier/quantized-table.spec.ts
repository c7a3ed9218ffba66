import fc from 'fast-check';
import { QuantizedTable, quantize } from './quantized-table.js';

const weightsOf = (rows: number, columns: number) =>
  fc
    .array(fc.float({ min: -8, max: 8, noNaN: true }), {
      minLength: rows * columns,
      maxLength: rows * columns,
    })
    .map((numbers) => Float32Array.from(numbers));

describe('quantize', () => {
  it('rounds each column by at most half a step of its own scale', () => {
    fc.assert(
      fc.property(weightsOf(4, 3), (weights) => {
        const { bytes, scales } = quantize(weights, 3);
        weights.forEach((weight, index) => {
          const scale = scales[index % 3]!;
          expect(Math.abs(bytes[index]! * scale - weight)).toBeLessThanOrEqual(scale / 2 + 1e-6);
        });
      }),
    );
  });

  it('leaves a column of zeros zero', () => {
    const { bytes, scales } = quantize(Float32Array.of(0, 1, 0, -1), 2);
    expect([...bytes]).toEqual([0, 127, 0, -127]);
    expect(scales[0]).toBe(0);
  });
});

describe('QuantizedTable', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 24])('adds up the rows of a text (%i columns)', (columns) => {
    const rows = 16;
    const bytes = Int8Array.from({ length: rows * columns }, (_, index) => ((index * 37) % 255) - 127);
    const scales = Float32Array.from({ length: columns }, (_, column) => 0.01 * (column + 1));
    const table = new QuantizedTable(bytes, scales);
    expect(table.columns).toBe(columns);
    const buckets = Int32Array.of(3, 15, 0, 99);
    const target = new Float64Array(columns).fill(1);
    table.addRows({ buckets, count: 3 }, 0.5, target);
    target.forEach((sum, column) => {
      const added = [3, 15, 0].reduce((total, row) => total + bytes[row * columns + column]!, 0);
      expect(sum).toBeCloseTo(1 + 0.5 * added * scales[column]!, 9);
    });
  });

  it('folds buckets beyond its rows onto them', () => {
    const table = new QuantizedTable(Int8Array.of(1, 2, 3, 4), Float32Array.of(1));
    const target = new Float64Array(1);
    table.addRows({ buckets: Int32Array.of(6), count: 1 }, 1, target);
    expect(target[0]).toBe(3);
  });

  it('takes texts of any length', () => {
    const columns = 12;
    const bytes = Int8Array.from({ length: 2 * columns }, (_, index) => index - columns);
    const table = new QuantizedTable(bytes, new Float32Array(columns).fill(1));
    const target = new Float64Array(columns);
    table.addRows({ buckets: new Int32Array(5000).fill(1), count: 5000 }, 1, target);
    expect([...target]).toEqual(Array.from({ length: columns }, (_, column) => 5000 * column));
  });

  it('refuses a number of rows that cannot be folded', () => {
    expect(() => new QuantizedTable(new Int8Array(3), Float32Array.of(1))).toThrow(RangeError);
    expect(() => new QuantizedTable(new Int8Array(0), new Float32Array(0))).toThrow(RangeError);
  });
});
