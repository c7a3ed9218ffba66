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

const matrixOf = (rows: number, columns: number) => ({
  bytes: Int8Array.from({ length: rows * columns }, (_, index) => ((index * 37) % 255) - 127),
  scales: Float32Array.from({ length: columns }, (_, column) => 0.01 * (column + 1)),
});

describe('QuantizedTable', () => {
  it.each<[string, [rows: number, columns: number][]]>([
    ...[1, 2, 7, 8, 24].map((columns): [string, [number, number][]] => [
      `${columns} columns`,
      [[16, columns]],
    ]),
    ['a single row', [[1, 3]]],
    ['more columns than one byte counts', [[4, 700]]],
    [
      'a second matrix of fewer rows',
      [
        [64, 6],
        [8, 24],
      ],
    ],
    [
      'a second matrix of more rows',
      [
        [8, 9],
        [64, 2],
      ],
    ],
    [
      'three matrices of as many rows each',
      [
        [16, 6],
        [16, 11],
        [16, 8],
      ],
    ],
    [
      'more rows than fit into a short number',
      [
        [2 ** 15, 1],
        [2, 100],
      ],
    ],
  ])('adds up the rows of a text: %s', (_what, shapes) => {
    const matrices = shapes.map(([rows, columns]) => matrixOf(rows, columns));
    const table = new QuantizedTable(matrices);
    // The first two more often than a byte holds, one beyond all rows, and one behind `count`.
    const read = Array.from({ length: 2600 }, (_, index) =>
      index < 2000 ? index % 2 : (index * 7919) % 2 ** 18,
    );
    const targets = shapes.map(([, columns]) => new Float64Array(columns).fill(1));
    table.addRows({ buckets: Int32Array.of(...read, 5), count: read.length }, 0.5, targets);
    matrices.forEach(({ bytes, scales }, index) => {
      const [rows, columns] = shapes[index]!;
      targets[index]!.forEach((sum, column) => {
        const added = read.reduce((total, bucket) => total + bytes[(bucket % rows) * columns + column]!, 0);
        expect(sum).toBeCloseTo(1 + 0.5 * added * scales[column]!, 6);
      });
    });
  });

  it('adds nothing for a text without features', () => {
    const target = Float64Array.of(3);
    new QuantizedTable([matrixOf(4, 1)]).addRows({ buckets: new Int32Array(4), count: 0 }, 1, [target]);
    expect([...target]).toEqual([3]);
  });

  it('refuses a number of rows that cannot be folded', () => {
    expect(() => new QuantizedTable([matrixOf(3, 1)])).toThrow(RangeError);
    expect(() => new QuantizedTable([{ ...matrixOf(4, 2), bytes: new Int8Array(1) }])).toThrow(RangeError);
    expect(() => new QuantizedTable([matrixOf(4, 1), matrixOf(0, 0)])).toThrow(RangeError);
  });
});
