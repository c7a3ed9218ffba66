import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { TurnLatencyWindow } from '../platform/profiling/turn-latency-window.js';
import { ConcurrencyLimiter } from '../platform/resilience/concurrency-limiter.js';
import { StreamRegistry } from '../platform/streams/stream-registry.js';
import { toSeconds } from './units.js';

/** A page for people: the count is always exact, the list ends here. */
const MOST_LISTED_STREAMS = 500;

/** The turns in progress and how the recent ones went. No text, no user. */
@Injectable()
export class TurnsReportService {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly limiter: ConcurrencyLimiter,
    private readonly latency: TurnLatencyWindow,
    private readonly settings: RuntimeSettings,
  ) {}

  figures() {
    const { running, waiting, limit, refused } = this.limiter.stats();
    const { samples, p95Ms } = this.latency.snapshot();
    return {
      active_streams: this.streams.size,
      max_concurrent: this.settings.current.maxConcurrentRequests,
      max_concurrent_effective: limit,
      timeout: toSeconds(this.settings.current.requestTimeoutMs),
      turns_running: running,
      turns_waiting: waiting,
      turns_refused: refused,
      recent_turns: samples,
      recent_turn_p95: toSeconds(p95Ms),
    };
  }

  activeStreams(now: number = Date.now()) {
    const streams: Record<string, unknown> = {};
    let listed = 0;
    for (const [streamId, stream] of this.streams.active()) {
      if ((listed += 1) > MOST_LISTED_STREAMS) break;
      streams[streamId] = {
        transport: stream.transport,
        phase: stream.phase,
        started_at: new Date(stream.startedAt).toISOString(),
        duration: toSeconds(Math.max(0, now - stream.startedAt)),
        characters: stream.characters,
      };
    }
    return {
      active_streams: this.streams.size,
      max_concurrent: this.settings.current.maxConcurrentRequests,
      streams,
    };
  }
}
