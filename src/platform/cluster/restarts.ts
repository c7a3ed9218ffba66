/** A worker that served this long was not brought down by its start. */
const STEADY_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;
/** Short lives in a row after which another try is only noise. */
const HOPELESS_AFTER = 3;

/** How soon one worker's place is filled again: at once after a steady life, later and later after short ones. */
export class Restarts {
  private shortLives = 0;

  /** @param servedMs since it began to listen; 0 when it never did. */
  noteEnd(servedMs: number): void {
    this.shortLives = servedMs >= STEADY_MS ? 0 : this.shortLives + 1;
  }

  get delayMs(): number {
    if (this.shortLives === 0) return 0;
    return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.shortLives - 1));
  }

  get hopeless(): boolean {
    return this.shortLives >= HOPELESS_AFTER;
  }
}
