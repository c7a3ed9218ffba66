/**
 * How fast a turn may produce. The transport pauses it while its client lags too far behind; the pipeline asks before
 * it pulls the next frame, so a slow reader slows the model down instead of filling memory.
 */
export class StreamPace {
  private gate: Promise<void> | undefined;
  private open: (() => void) | undefined;

  /** `undefined` when the client keeps up; else a promise for the moment it does again. */
  get blocked(): Promise<void> | undefined {
    return this.gate;
  }

  pause(): void {
    this.gate ??= new Promise((resolve) => {
      this.open = resolve;
    });
  }

  resume(): void {
    this.open?.();
    this.gate = undefined;
    this.open = undefined;
  }
}
