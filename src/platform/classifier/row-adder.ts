/**
 * Adds up rows: reads the buckets from byte `buckets` to byte `bucketsEnd` of the adder's memory, at least one, and adds
 * the rows of each to the sums at byte 0.
 */
export type RowAdder = (buckets: number, bucketsEnd: number) => void;

/** Rows of signed bytes in blocks: a bucket's low bits name its block, the bits above them its row of each matrix there. */
export interface BlockLayout {
  /** Byte at which the first block lies. */
  start: number;
  /** The number of blocks is 2^blockBits. */
  blockBits: number;
  /** Bytes from block to block. */
  stride: number;
  matrices: readonly {
    /** Byte within a block at which its rows lie. */
    offset: number;
    /** Bytes of a row, a multiple of eight. */
    width: number;
    /** A power of two. */
    rowsPerBlock: number;
  }[];
}

/** Columns that are added in one step; their sums are 32 bits each. */
export const COLUMNS_A_STEP = 8;

/** What is used of WebAssembly, which the ECMAScript library of TypeScript does not declare. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { addRows: RowAdder } };
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
const PAGE = 0x10000;

const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY = 0x40;
/** The function's parameters and locals; behind them two for the sums of each step. */
const [BUCKETS, BUCKETS_END, BUCKET, BLOCK, ROW, EIGHT, FIRST_SUM] = [0, 1, 2, 3, 4, 5, 6];
const NUMBER_LOCALS = 3;
const BYTES_A_BUCKET = 4;
const BYTES_A_VECTOR = 16;

const get = (local: number) => [0x20, ...unsigned(local)];
const set = (local: number) => [0x21, ...unsigned(local)];
const tee = (local: number) => [0x22, ...unsigned(local)];
const i32 = {
  load: [0x28, 2, 0],
  value: (value: number) => [0x41, ...signed(value)],
  isLess: [0x49],
  add: [0x6a],
  multiply: [0x6c],
  and: [0x71],
  shiftRight: [0x76],
};
const v128 = {
  load: (offset: number) => [0xfd, 0x00, 4, ...unsigned(offset)],
  /** Eight bytes as eight signed 16-bit numbers. */
  loadEight: (offset: number) => [0xfd, 0x01, 3, ...unsigned(offset)],
  store: (offset: number) => [0xfd, 0x0b, 4, ...unsigned(offset)],
  /** The lower or higher four of these as 32-bit numbers. */
  low: [0xfd, 0xa7, 1],
  high: [0xfd, 0xa8, 1],
  addFour: [0xfd, 0xae, 1],
};
const control = { loop: [0x03, EMPTY], againIf: [0x0d, 0], end: [0x0b] };

/** A memory of at least so many bytes and the function that adds up rows laid out in it. */
export function makeRowAdder(layout: BlockLayout, bytes: number): { buffer: ArrayBuffer; addRows: RowAdder } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const module = new WebAssembly.Module(toModule(toBody(layout)));
  const { exports } = new WebAssembly.Instance(module, { js: { memory } });
  return { buffer: memory.buffer, addRows: exports.addRows };
}

/** A plain loop; the same in JavaScript takes more than twice as long, as it adds one word of 32 bits at a time. */
function toBody({ start, blockBits, stride, matrices }: BlockLayout): number[] {
  const addRows: number[] = [];
  let sum = FIRST_SUM;
  for (const { offset, width, rowsPerBlock } of matrices) {
    addRows.push(...[...get(BUCKET), ...i32.value(blockBits), ...i32.shiftRight]);
    addRows.push(...[...i32.value(rowsPerBlock - 1), ...i32.and, ...i32.value(width), ...i32.multiply]);
    addRows.push(...[...get(BLOCK), ...i32.add, ...set(ROW)]);
    for (let column = 0; column < width; column += COLUMNS_A_STEP) {
      addRows.push(...addEight(start + offset + column, sum, sum + 1));
      sum += 2;
    }
  }
  const sums = Array.from({ length: sum - FIRST_SUM }, (_, index) => ({
    local: FIRST_SUM + index,
    at: index * BYTES_A_VECTOR,
  }));
  return [
    ...[2, NUMBER_LOCALS, I32, ...unsigned(1 + sums.length), V128],
    ...sums.flatMap(({ local, at }) => [...i32.value(0), ...v128.load(at), ...set(local)]),
    ...control.loop,
    ...[...get(BUCKETS), ...i32.load, ...tee(BUCKET), ...i32.value(2 ** blockBits - 1), ...i32.and],
    ...[...i32.value(stride), ...i32.multiply, ...set(BLOCK)],
    ...addRows,
    ...[...get(BUCKETS), ...i32.value(BYTES_A_BUCKET), ...i32.add, ...tee(BUCKETS)],
    ...[...get(BUCKETS_END), ...i32.isLess, ...control.againIf, ...control.end],
    ...sums.flatMap(({ local, at }) => [...i32.value(0), ...get(local), ...v128.store(at)]),
    ...control.end,
  ];
}

/** Adds eight columns of the row to two sums of four. */
function addEight(offset: number, low: number, high: number): number[] {
  return [
    ...[...get(ROW), ...v128.loadEight(offset), ...tee(EIGHT)],
    ...[...v128.low, ...get(low), ...v128.addFour, ...set(low)],
    ...[...get(EIGHT), ...v128.high, ...get(high), ...v128.addFour, ...set(high)],
  ];
}

function toModule(body: readonly number[]): Uint8Array {
  const section = (id: number, content: readonly number[]) => [id, ...unsigned(content.length), ...content];
  const named = (name: string) => [name.length, ...Buffer.from(name)];
  return Uint8Array.from([
    ...[...Buffer.from('\0asm'), 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, I32, I32, 0]),
    ...section(2, [1, ...named('js'), ...named('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...named('addRows'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/** LEB128, as WebAssembly writes its numbers. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
