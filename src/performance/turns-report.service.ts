import { Injectable } from '@nestjs/common';
import { WorkerGroup, type Topic } from '../platform/cluster/worker-group.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { TurnLatencyWindow } from '../platform/profiling/turn-latency-window.js';
import { ConcurrencyLimiter } from '../platform/resilience/concurrency-limiter.js';
import { StreamCensus } from '../platform/streams/stream-census.js';
import { toSeconds } from './units.js';

/** A page for people: the count is always exact, the list ends here. */
const MOST_LISTED_STREAMS = 500;

interface TurnFigures {
  running: number;
  waiting: number;
  waitingCallers: number;
  limit: number;
  refused: number;
  recent: number;
  recentP95Ms: number | null;
}

const TURNS: Topic<void, TurnFigures> = { name: 'turns' };

/** The turns in progress and how the recent ones went, in all workers. No text, no user. */
@Injectable()
export class TurnsReportService {
  constructor(
    private readonly streams: StreamCensus,
    limiter: ConcurrencyLimiter,
    latency: TurnLatencyWindow,
    private readonly settings: RuntimeSettings,
    private readonly group: WorkerGroup,
  ) {
    group.handle(TURNS, () => {
      const { samples, p95Ms } = latency.snapshot();
      return { ...limiter.stats(), recent: samples, recentP95Ms: p95Ms };
    });
  }

  async figures() {
    const [streams, workers] = await Promise.all([this.streams.active(), this.group.ask(TURNS, undefined)]);
    const sum = (figure: keyof TurnFigures) => workers.reduce((total, of) => total + (of[figure] ?? 0), 0);
    const p95s = workers.flatMap(({ recentP95Ms }) => recentP95Ms ?? []);
    return {
      workers: workers.length,
      active_streams: streams.size,
      max_concurrent: this.settings.current.maxConcurrentRequests,
      max_concurrent_effective: sum('limit'),
      timeout: toSeconds(this.settings.current.requestTimeoutMs),
      turns_running: sum('running'),
      turns_waiting: sum('waiting'),
      turns_waiting_callers: sum('waitingCallers'),
      turns_refused: sum('refused'),
      recent_turns: sum('recent'),
      // Of the slowest worker: percentiles do not add up.
      recent_turn_p95: toSeconds(p95s.length > 0 ? Math.max(...p95s) : null),
    };
  }

  async activeStreams(now: number = Date.now()) {
    const active = await this.streams.active();
    const streams: Record<string, unknown> = {};
    let listed = 0;
    for (const [streamId, stream] of active) {
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
      active_streams: active.size,
      max_concurrent: this.settings.current.maxConcurrentRequests,
      streams,
    };
  }
}
