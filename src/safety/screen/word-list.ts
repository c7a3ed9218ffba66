const FIRST_CAPACITY = 128;

/** Words of a text: where each stands in the buffer of letters and in the original text, and its id. */
export class WordList {
  length = 0;
  /** Stretch of the buffer of letters. */
  from = new Int32Array(FIRST_CAPACITY);
  to = new Int32Array(FIRST_CAPACITY);
  /** Stretch of the original text. */
  starts = new Int32Array(FIRST_CAPACITY);
  ends = new Int32Array(FIRST_CAPACITY);
  ids = new Int32Array(FIRST_CAPACITY);

  add(from: number, to: number, start: number, end: number, id: number): void {
    const index = this.length;
    if (index === this.from.length) this.grow();
    this.from[index] = from;
    this.to[index] = to;
    this.starts[index] = start;
    this.ends[index] = end;
    this.ids[index] = id;
    this.length = index + 1;
  }

  lengthOf(index: number): number {
    return index >= 0 && index < this.length ? this.to[index]! - this.from[index]! : 0;
  }

  private grow(): void {
    for (const column of ['from', 'to', 'starts', 'ends', 'ids'] as const) {
      const values = this[column];
      (this[column] = new Int32Array(values.length * 2)).set(values);
    }
  }
}
