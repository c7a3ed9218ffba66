/**
 * Adds eight columns of some rows to eight sums of 32 bits: `placesEnd - places` bytes of row offsets are read, `column`
 * and `sums` are where the first row's columns and the sums lie. All of them are byte offsets in the adder's memory.
 */
export type RowAdder = (places: number, placesEnd: number, column: number, sums: number) => void;

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
const [PLACES, PLACES_END, COLUMN, SUMS, LOW, HIGH, EIGHT] = [0, 1, 2, 3, 4, 5, 6];

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const i32 = { load: [0x28, 2, 0], four: [0x41, 4], isLess: [0x49], add: [0x6a] };
const v128 = {
  load: (offset: number) => [0xfd, 0x00, 4, offset],
  /** Eight bytes as eight signed 16-bit numbers. */
  loadEight: [0xfd, 0x01, 3, 0],
  store: (offset: number) => [0xfd, 0x0b, 4, offset],
  /** The lower or higher four of these as 32-bit numbers. */
  low: [0xfd, 0xa7, 1],
  high: [0xfd, 0xa8, 1],
  addFour: [0xfd, 0xae, 1],
};
const control = { loop: [0x03, EMPTY], againIf: [0x0d, 0], end: [0x0b] };

/** A plain loop; the same in JavaScript takes more than twice as long, as it adds one word of 32 bits at a time. */
const ADD_ROWS = [
  ...[...get(SUMS), ...v128.load(0), ...set(LOW)],
  ...[...get(SUMS), ...v128.load(16), ...set(HIGH)],
  ...control.loop,
  ...[...get(PLACES), ...i32.load, ...get(COLUMN), ...i32.add, ...v128.loadEight, ...tee(EIGHT)],
  ...[...v128.low, ...get(LOW), ...v128.addFour, ...set(LOW)],
  ...[...get(EIGHT), ...v128.high, ...get(HIGH), ...v128.addFour, ...set(HIGH)],
  ...[...get(PLACES), ...i32.four, ...i32.add, ...tee(PLACES)],
  ...[...get(PLACES_END), ...i32.isLess, ...control.againIf, ...control.end],
  ...[...get(SUMS), ...get(LOW), ...v128.store(0)],
  ...[...get(SUMS), ...get(HIGH), ...v128.store(16)],
  ...control.end,
];

const section = (id: number, content: readonly number[]) => [id, content.length, ...content];
const named = (name: string) => [name.length, ...Buffer.from(name)];
const locals = [1, 3, V128];
const body = [...locals, ...ADD_ROWS];

const MODULE = new WebAssembly.Module(
  Uint8Array.from([
    ...[...Buffer.from('\0asm'), 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 0]),
    ...section(2, [1, ...named('js'), ...named('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...named('addRows'), 0, 0]),
    ...section(10, [1, body.length, ...body]),
  ]),
);

/** A memory of at least so many bytes and the function that adds up rows in it; at least one place is needed. */
export function makeRowAdder(bytes: number): { buffer: ArrayBuffer; addRows: RowAdder } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(MODULE, { js: { memory } });
  return { buffer: memory.buffer, addRows: exports.addRows };
}
