import type { ProbeResult } from '../ports/remote-language-model.js';

export interface ServerProbeOptions {
  intervalMs: number;
  probe: () => Promise<ProbeResult>;
  onStart: () => void;
  onResult: (result: ProbeResult) => void;
}

/** Asks the server at an even pace whether it is there, so that recovery needs no person's message. */
export class ServerProbe {
  private timer: NodeJS.Timeout | undefined;
  private stopped = true;

  /** `probe` must not throw and must end by its own deadline. */
  constructor(private readonly options: ServerProbeOptions) {}

  start(): void {
    this.stopped = false;
    this.schedule(0);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The next probe comes one full interval from now. */
  postpone(): void {
    if (!this.stopped) this.schedule(this.options.intervalMs);
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), delayMs);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    // Planned before the outcome is known: probes start at an even pace however long one takes.
    this.schedule(this.options.intervalMs);
    this.options.onStart();
    const result = await this.options.probe();
    if (!this.stopped) this.options.onResult(result);
  }
}
