import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';

export type StreamTransport = 'http' | 'sse' | 'websocket';

export interface StreamInfo {
  transport: StreamTransport;
  /** What the turn is doing: waiting, reading context, writing the reply. */
  phase: 'waiting' | 'context' | 'reply';
  /** Unix milliseconds. */
  startedAt: number;
  /** Characters sent so far. */
  characters: number;
}

/** The turns in progress in this process. Holds no text and no user. */
@Injectable()
export class StreamRegistry {
  private readonly streams = new Map<string, StreamInfo>();
  private readonly idleWaiters = new Set<() => void>();
  private readonly closeWaiters = new Map<string, (outcome: string) => void>();

  constructor(metrics: Metrics) {
    metrics.gauge('active_streams', 'Turns in progress', () => this.streams.size);
  }

  get size(): number {
    return this.streams.size;
  }

  /** Registers a stream; the caller updates the returned record and calls `close` once. */
  open(streamId: string, transport: StreamTransport): StreamInfo {
    const info: StreamInfo = { transport, phase: 'waiting', startedAt: Date.now(), characters: 0 };
    this.streams.set(streamId, info);
    return info;
  }

  close(streamId: string, outcome = 'unfinished'): void {
    this.streams.delete(streamId);
    this.closeWaiters.get(streamId)?.(outcome);
    this.closeWaiters.delete(streamId);
    if (this.streams.size > 0) return;
    for (const wake of this.idleWaiters) wake();
    this.idleWaiters.clear();
  }

  /** Resolves to how the stream ended. For one waiter a stream; at once where the stream is not open. */
  whenClosed(streamId: string): Promise<string> {
    if (!this.streams.has(streamId)) return Promise.resolve('unfinished');
    return new Promise((resolve) => this.closeWaiters.set(streamId, resolve));
  }

  /** By stream id, oldest first. */
  active(): ReadonlyMap<string, Readonly<StreamInfo>> {
    return this.streams;
  }

  /** Resolves once no stream is open. */
  whenIdle(): Promise<void> {
    if (this.streams.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.add(resolve));
  }
}
