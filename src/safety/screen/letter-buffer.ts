const FIRST_CAPACITY = 512;

/** The folded letters and marks of all chunks of a text, one after the other; filled again for each text. */
export class LetterBuffer {
  units = new Uint16Array(FIRST_CAPACITY);
  length = 0;

  add(unit: number): void {
    if (this.length === this.units.length) {
      const { units } = this;
      (this.units = new Uint16Array(units.length * 2)).set(units);
    }
    this.units[this.length] = unit;
    this.length += 1;
  }

  addCodePoint(codePoint: number): void {
    if (codePoint < 0x10000) {
      this.add(codePoint);
      return;
    }
    this.add(0xd800 + ((codePoint - 0x10000) >> 10));
    this.add(0xdc00 + (codePoint & 0x3ff));
  }

  addCopy(start: number, end: number): void {
    for (let index = start; index < end; index += 1) this.add(this.units[index]!);
  }
}
