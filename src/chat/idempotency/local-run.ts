import type { SafetyVerdict } from '../../safety/safety.types.js';
import type { KeyedRun, KeyOutcome } from '../ports/turn-key-store.js';
import type { TurnKey } from './turn-key.js';

/** A turn with a key in this process: from the moment its key is asked for until the end is written down, and after. */
export class LocalRun {
  /** Settles once it is known whether the turn runs here. */
  readonly begun: Promise<boolean>;
  /** Settles when the key is given back, its end written down where it had one. */
  readonly over: Promise<void>;
  outcome: KeyOutcome | undefined;
  /** True until `over`. */
  busy = true;
  private markBegun: (begun: boolean) => void = () => {};
  private markOver: () => void = () => {};

  /** @param verdict what the screen said of the request; the same request need not be screened again. */
  constructor(
    public run: KeyedRun,
    readonly verdict: SafetyVerdict,
  ) {
    this.begun = new Promise((resolve) => (this.markBegun = resolve));
    this.over = new Promise((resolve) => (this.markOver = resolve));
  }

  answers({ fingerprint }: TurnKey): boolean {
    return this.run.fingerprint === fingerprint;
  }

  begin(): void {
    this.markBegun(true);
  }

  giveBack(): void {
    this.busy = false;
    this.markBegun(false);
    this.markOver();
  }
}
