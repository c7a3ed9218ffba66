import type { Socket } from 'node:net';
import type { Toxics } from './toxics.js';
import { breakOff } from '../../support/break-off.js';

/** Bytes a lane keeps before it stops reading, so that a slow or held lane is felt at its source. */
const MOST_KEPT_BYTES = 64 * 1024;

interface Parcel {
  /** `end`: the source sent its FIN; `reset`: it broke off. */
  load: Buffer | 'end' | 'reset';
  dueAt: number;
}

/** One direction of one proxied connection: takes what the source sends and passes it on as its toxics say. */
export class Lane {
  private readonly parcels: Parcel[] = [];
  private keptBytes = 0;
  private lastDueAt = 0;
  private freeAt = 0;
  private blocked = false;
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private closed = false;

  constructor(
    private readonly source: Socket,
    private readonly sink: Socket,
    private readonly toxics: () => Toxics,
    private readonly random: () => number,
  ) {
    source.on('data', (bytes: Buffer) => this.take(bytes));
    source.on('end', () => this.push('end'));
    source.on('error', () => this.push('reset'));
    sink.on('drain', () => {
      this.blocked = false;
      this.plan();
    });
  }

  /** To be called when the toxics have changed. */
  changed(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.plan();
  }

  /** Passes nothing on from now on. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
  }

  private take(bytes: Buffer): void {
    const { sliceBytes } = this.toxics();
    const step = sliceBytes > 0 ? sliceBytes : bytes.length;
    for (let at = 0; at < bytes.length; at += step) this.push(bytes.subarray(at, at + step));
    if (this.keptBytes > MOST_KEPT_BYTES) this.source.pause();
  }

  private push(load: Parcel['load']): void {
    const { latencyMs, jitterMs } = this.toxics();
    const dueAt = performance.now() + latencyMs + jitterMs * this.random();
    this.lastDueAt = Math.max(this.lastDueAt, dueAt);
    this.parcels.push({ load, dueAt: this.lastDueAt });
    if (typeof load !== 'string') this.keptBytes += load.length;
    this.plan();
  }

  private plan(): void {
    const next = this.parcels[0];
    if (next === undefined || this.closed || this.blocked || this.toxics().held) return;
    if (this.timer !== undefined || this.immediate !== undefined) return;
    const waitMs = Math.max(next.dueAt, this.freeAt) - performance.now();
    if (waitMs > 0) this.timer = setTimeout(this.passDue, waitMs);
    // Each piece in a turn of its own, or the kernel would join slices again.
    else this.immediate = setImmediate(this.passDue);
  }

  private readonly passDue = () => {
    this.timer = undefined;
    this.immediate = undefined;
    const parcel = this.toxics().held ? undefined : this.parcels.shift();
    if (parcel === undefined || this.closed) return;
    this.pass(parcel.load);
    this.plan();
  };

  private pass(load: Parcel['load']): void {
    if (load === 'end') this.sink.end();
    else if (load === 'reset') breakOff(this.sink);
    else if (this.sink.destroyed) {
      // Nobody takes it any more: as TCP would, tell the source.
      breakOff(this.source);
    } else {
      this.keptBytes -= load.length;
      const { bytesPerSecond } = this.toxics();
      const takesMs = bytesPerSecond > 0 ? (load.length / bytesPerSecond) * 1000 : 0;
      this.freeAt = Math.max(performance.now(), this.freeAt) + takesMs;
      this.blocked = !this.sink.write(load);
      if (this.keptBytes <= MOST_KEPT_BYTES) this.source.resume();
    }
  }
}
