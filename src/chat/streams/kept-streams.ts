import type { StreamSession } from '../ports/stream-archive.js';
import type { TurnStream } from './turn-stream.js';

/** How long a finished stream can be read again. */
export const KEPT_MS = 5 * 60_000;
const MOST_BYTES = 32 * 1024 * 1024;
const SWEEP_MS = 10_000;

interface Kept {
  stream: TurnStream;
  endedAt: number;
}

/** Finished streams, for five minutes and as far as there is room for them: the one that ended first goes first. */
export class KeptStreams {
  /** In the order in which they ended. */
  private readonly streams = new Map<string, Kept>();
  private sizeBytes = 0;
  private sweep: NodeJS.Timeout | undefined;

  /** @param onDrop told of each stream that is not kept any more. */
  constructor(
    private readonly onDrop: (stream: TurnStream) => void,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  get size(): number {
    return this.streams.size;
  }

  get bytes(): number {
    return this.sizeBytes;
  }

  add(stream: TurnStream): void {
    this.streams.set(stream.streamId, { stream, endedAt: performance.now() });
    this.sizeBytes += stream.log.bytes;
    this.makeRoom();
    this.sweep ??= setInterval(() => this.dropExpired(), SWEEP_MS).unref();
  }

  find(streamId: string): TurnStream | undefined {
    const kept = this.streams.get(streamId);
    return kept && !hasExpired(kept) ? kept.stream : undefined;
  }

  /** Drops the streams of a session, and says which they were. */
  forget(session: StreamSession): TurnStream[] {
    const streams = [...this.streams.values()].map(({ stream }) => stream);
    const forgotten = streams.filter((stream) => stream.belongsTo(session));
    for (const stream of forgotten) this.drop(stream);
    return forgotten;
  }

  close(): void {
    clearInterval(this.sweep);
  }

  private makeRoom(): void {
    for (const { stream } of this.streams.values()) {
      if (this.sizeBytes <= this.mostBytes) return;
      this.drop(stream);
    }
  }

  private dropExpired(): void {
    for (const kept of this.streams.values()) {
      if (!hasExpired(kept)) break;
      this.drop(kept.stream);
    }
    if (this.streams.size > 0) return;
    clearInterval(this.sweep);
    this.sweep = undefined;
  }

  private drop(stream: TurnStream): void {
    this.streams.delete(stream.streamId);
    this.sizeBytes -= stream.log.bytes;
    this.onDrop(stream);
  }
}

function hasExpired({ endedAt }: Kept): boolean {
  return performance.now() - endedAt >= KEPT_MS;
}
