/** Turns that begin in one turn of the event loop: a dozen milliseconds of computing. */
const STARTS_TOGETHER = 4;

/**
 * Lets calm turns begin a few at a time. What a turn does first is computing, and computing of a hundred turns that arrived
 * together would keep a message that comes after them, perhaps from somebody in danger, from even being read.
 */
export class StartPace {
  private begun = 0;
  private readonly waiting: (() => void)[] = [];
  private resetting = false;

  /** Undefined when a turn may begin now; else a promise for the moment it may. First come, first served. */
  next(): Promise<void> | undefined {
    this.resetSoon();
    if (this.begun < STARTS_TOGETHER) {
      this.begun += 1;
      return undefined;
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private resetSoon(): void {
    if (this.resetting) return;
    this.resetting = true;
    setImmediate(() => this.reset());
  }

  private reset(): void {
    this.resetting = false;
    const due = this.waiting.splice(0, STARTS_TOGETHER);
    this.begun = due.length;
    for (const begin of due) begin();
    if (due.length > 0) this.resetSoon();
  }
}
