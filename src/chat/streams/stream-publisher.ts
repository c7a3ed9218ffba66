import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Counter } from 'prom-client';
import { Metrics } from '../../platform/metrics/metrics.js';
import { toJson } from '../frames/chat-frame.js';
import { StreamArchive } from '../ports/stream-archive.js';
import type { TurnStream } from './turn-stream.js';

/** What a turn says goes into the archive this often, not token by token. */
const EVERY_MS = 200;
/** A sign of life where a turn says nothing. */
const BEAT_MS = 5000;
const MOST_FRAMES = 500;
/** Streams that are written at the same time. */
const TOGETHER = 8;
const DRAIN_POLL_MS = 10;

interface Progress {
  /** The number of the last frame that is in the archive. */
  written: number;
  writtenAt: number;
  busy: boolean;
}

/**
 * Copies the streams of this process into the archive, while they run and until all of it is there. It holds nothing of
 * its own: what the archive cannot take now waits where it is kept anyway, and goes with it. No turn waits for it.
 */
@Injectable()
export class StreamPublisher implements OnModuleDestroy {
  private readonly streams = new Map<TurnStream, Progress>();
  private readonly batches: Counter<'outcome'>;
  private timer: NodeJS.Timeout | undefined;
  private sweeping = false;

  constructor(
    private readonly archive: StreamArchive,
    metrics: Metrics,
  ) {
    this.batches = metrics.counter('stream_archive_batches_total', 'Batches of frames for other replicas', [
      'outcome',
    ]);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  add(stream: TurnStream): void {
    if (!this.archive.collects) return;
    this.streams.set(stream, { written: 0, writtenAt: performance.now(), busy: false });
    this.timer ??= setInterval(() => void this.publishAll(), EVERY_MS).unref();
  }

  /** Copies what is not copied yet without waiting for the next round: a stream should be found early, and end in time. */
  publishNow(stream: TurnStream): void {
    const progress = this.streams.get(stream);
    if (progress && this.archive.ready) void this.publish(stream, progress);
  }

  /** It is not kept any more. */
  remove(stream: TurnStream): void {
    this.streams.delete(stream);
    if (this.streams.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Waits until everything is copied, at most `withinMs`: other replicas serve these streams when this one is gone. */
  async drain(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (this.streams.size > 0 && this.archive.ready && performance.now() < until) {
      await Promise.all([...this.streams].map(([stream, progress]) => this.publish(stream, progress)));
      await delay(DRAIN_POLL_MS);
    }
  }

  /** A few at a time: when the archive comes back, everything that is kept is due at once. */
  private async publishAll(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    const due = [...this.streams].filter(([stream, progress]) => isDue(stream, progress));
    for (let begin = 0; begin < due.length && this.archive.ready; begin += TOGETHER) {
      const few = due.slice(begin, begin + TOGETHER);
      await Promise.all(few.map(([stream, progress]) => this.publish(stream, progress)));
    }
    this.sweeping = false;
  }

  /** Never rejects; what fails is tried again with the next round. */
  private async publish(stream: TurnStream, progress: Progress): Promise<void> {
    if (progress.busy) return;
    progress.busy = true;
    try {
      while (this.streams.has(stream) && isDue(stream, progress)) await this.putNext(stream, progress);
    } catch {
      this.batches.inc({ outcome: 'failed' }); // why, the archive's own connection has logged
    } finally {
      progress.busy = false;
    }
  }

  private async putNext(stream: TurnStream, progress: Progress): Promise<void> {
    const { streamId, userId, log } = stream;
    const frames = log.slice(progress.written, MOST_FRAMES);
    const last = progress.written + frames.length;
    const ends = log.ended && last === log.last;
    const batch = { first: progress.written + 1, frames: frames.map(toJson), ends };
    const stored = await this.archive.put(streamId, userId, batch);
    this.batches.inc({ outcome: stored ? 'written' : 'lost' });
    progress.written = stored ? last : 0;
    progress.writtenAt = performance.now();
    if (stored && ends) this.remove(stream);
  }
}

function isDue({ log }: TurnStream, { written, writtenAt }: Progress): boolean {
  if (written < log.last) return true;
  return written > 0 && performance.now() - writtenAt > BEAT_MS;
}
