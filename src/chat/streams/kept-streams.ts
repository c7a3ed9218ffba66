import type { StreamSession } from '../ports/stream-archive.js';
import type { TurnStream } from './turn-stream.js';

/** How long a finished stream can be read again. */
export const KEPT_MS = 5 * 60_000;
const MOST_BYTES = 32 * 1024 * 1024;
const SWEEP_MS = 10_000;
/** What a finished stream takes besides its frames, its names and its places in lists included: 1.3 kB were measured. */
const STREAM_OVERHEAD_BYTES = 1500;

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

  /** What they take in memory: their packed frames, counted at two bytes a character, and an overhead for each. */
  get bytes(): number {
    return this.sizeBytes;
  }

  add(stream: TurnStream): void {
    this.streams.set(stream.streamId, { stream, endedAt: performance.now() });
    this.sizeBytes += weightOf(stream);
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
    this.sizeBytes -= weightOf(stream);
    this.onDrop(stream);
  }
}

/** The same for as long as it is kept: nothing is added to a stream that has ended. */
function weightOf({ log }: TurnStream): number {
  return STREAM_OVERHEAD_BYTES + log.packedBytes;
}

function hasExpired({ endedAt }: Kept): boolean {
  return performance.now() - endedAt >= KEPT_MS;
}
