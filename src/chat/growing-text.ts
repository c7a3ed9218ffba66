const PIECES_TOGETHER = 16;

/** A text that comes in small pieces. They are joined as it grows: held each by itself they weigh many times as much. */
export class GrowingText {
  private joined = '';
  private pieces: string[] = [];

  add(piece: string): void {
    if (this.pieces.push(piece) === PIECES_TOGETHER) this.join();
  }

  /** All that has come. */
  toString(): string {
    this.join();
    return this.joined;
  }

  private join(): void {
    this.joined += this.pieces.join('');
    this.pieces = [];
  }
}
