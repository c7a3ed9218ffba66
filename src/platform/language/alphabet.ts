/** Numbers the code points that rules name, from 1 on. Flat for the basic plane: asked once per character. */
export class Alphabet {
  private readonly basic = new Uint16Array(0x10000);
  private readonly beyond = new Map<number, number>();
  private size = 0;

  add(codePoint: number): number {
    const known = this.letterOf(codePoint);
    if (known !== 0) return known;
    this.size += 1;
    if (codePoint < this.basic.length) this.basic[codePoint] = this.size;
    else this.beyond.set(codePoint, this.size);
    return this.size;
  }

  /** 0 when no rule names it. */
  letterOf(codePoint: number): number {
    return codePoint < 0x10000 ? this.basic[codePoint]! : (this.beyond.get(codePoint) ?? 0);
  }
}
