/** Tells on stderr what a long command is doing, so that stdout holds only results. */
export class Progress {
  private readonly startedAt = performance.now();

  constructor(private readonly write: (text: string) => void = (text) => process.stderr.write(text)) {}

  step(what: string): void {
    this.write(`[${((performance.now() - this.startedAt) / 1000).toFixed(1).padStart(6)} s] ${what}\n`);
  }

  /** A report for work of `total` parts: called with the parts done, it speaks about ten times. */
  counter(what: string, total: number): (done: number) => void {
    let told = 0;
    return (done) => {
      const tenths = Math.floor((10 * done) / total);
      if (tenths <= told) return;
      told = tenths;
      this.step(`${what}: ${done} of ${total}`);
    };
  }
}
