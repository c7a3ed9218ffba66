const TICK_MS = 1;
const SLOTS = 1 << 14;

interface Entry {
  dueTick: number;
  run: () => void;
}

/** One timer for any number of waits: thousands of paced streams would otherwise keep the timer list busy. */
export class TimerWheel {
  private readonly slots = Array.from({ length: SLOTS }, (): Entry[] => []);
  private readonly startedAt = performance.now();
  private waiting = 0;
  private tick = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Runs `run` once, `delayMs` from now or up to a tick later. */
  after(delayMs: number, run: () => void): void {
    if (this.waiting === 0) this.tick = this.currentTick();
    const dueTick = Math.max(
      this.tick + 1,
      Math.ceil((performance.now() - this.startedAt + delayMs) / TICK_MS),
    );
    this.slots[dueTick % SLOTS]!.push({ dueTick, run });
    this.waiting += 1;
    this.timer ??= setTimeout(() => this.advance(), TICK_MS);
  }

  private advance(): void {
    this.timer = undefined;
    const now = this.currentTick();
    while (this.tick < now) {
      this.tick += 1;
      const due = this.slots[this.tick % SLOTS]!;
      if (due.length === 0) continue;
      const later = due.filter(({ dueTick }) => dueTick > this.tick);
      this.slots[this.tick % SLOTS] = later;
      this.waiting -= due.length - later.length;
      for (const entry of due) if (entry.dueTick <= this.tick) entry.run();
    }
    if (this.waiting > 0) this.timer ??= setTimeout(() => this.advance(), TICK_MS);
  }

  private currentTick(): number {
    return Math.floor((performance.now() - this.startedAt) / TICK_MS);
  }
}
