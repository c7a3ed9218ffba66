import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import type { Observable } from 'rxjs';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Lifecycle } from '../platform/lifecycle/lifecycle.js';
import { TurnLatencyWindow } from '../platform/profiling/turn-latency-window.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { StreamRegistry, type StreamInfo } from '../platform/streams/stream-registry.js';
import { NEVER } from './client-signal.js';
import { isTerminal, type ChatFrame, type Tell, type TokenFrame } from './frames/chat-frame.js';
import { toObservable, TurnEnding, type TurnFrames } from './turn-observable.js';
import { secondsSince, type Turn } from './turn.js';

/* Made once: most turns end without them, and an error is expensive to make. */
const CANCELLED = new DomainError('cancelled', 'This turn was cancelled.');
const SHUTTING_DOWN = new DomainError(
  'shutting_down',
  'The service is restarting. Please send that again in a moment.',
  { retryAfterSeconds: 5 },
);

/**
 * Everything around a turn that is the same for each: it is registered while it runs, measured when it ends, and cut
 * when the service shuts down or the first token takes longer than the request timeout.
 */
@Injectable()
export class TurnObserver {
  private readonly turns: Counter<'transport' | 'outcome'>;
  private readonly firstToken: Histogram<'transport'>;
  private readonly total: Histogram<'transport'>;
  private readonly shutdown: TurnEnding;

  constructor(
    private readonly streams: StreamRegistry,
    lifecycle: Lifecycle,
    private readonly settings: RuntimeSettings,
    private readonly latencies: TurnLatencyWindow,
    metrics: Metrics,
  ) {
    this.turns = metrics.counter('turns_total', 'Turns by how they ended', ['transport', 'outcome']);
    this.firstToken = metrics.histogram('turn_first_token_seconds', 'Arrival to first token', ['transport']);
    this.shutdown = new TurnEnding(lifecycle.cut, SHUTTING_DOWN);
    this.total = metrics.histogram('turn_seconds', 'Arrival to end', ['transport']);
  }

  /** @param cancel told to the client as `cancelled` when it aborts. */
  observe(turn: Turn, cancel: AbortSignal, frames: TurnFrames): Observable<ChatFrame> {
    return toObservable((signal, tell) => this.watched(turn, frames, signal, tell), {
      pace: turn.pace,
      requestId: turn.requestId,
      firstTokenTimeoutMs: this.settings.current.requestTimeoutMs,
      endings: cancel === NEVER ? [this.shutdown] : [this.shutdown, new TurnEnding(cancel, CANCELLED)],
    });
  }

  private async *watched(
    turn: Turn,
    frames: TurnFrames,
    signal: AbortSignal,
    tell: Tell,
  ): AsyncGenerator<ChatFrame> {
    const { transport, streamId } = turn;
    const info = this.streams.open(streamId, transport);
    const noteAndTell: Tell = (token) => {
      this.noteToken(turn, info, token);
      return tell(token);
    };
    let outcome = 'unfinished';
    try {
      for await (const frame of frames(signal, noteAndTell)) {
        if (frame.type === 'start') info.phase = 'context';
        if (frame.type === 'token') this.noteToken(turn, info, frame);
        if (isTerminal(frame)) outcome = frame.type;
        yield frame;
      }
    } catch (error) {
      outcome = error instanceof DomainError ? error.code : 'error';
      throw error;
    } finally {
      this.streams.close(streamId, outcome);
      this.turns.inc({ transport, outcome });
      this.total.observe({ transport }, secondsSince(turn));
    }
  }

  private noteToken(turn: Turn, info: StreamInfo, token: TokenFrame): void {
    if (info.characters === 0) this.markFirstToken(turn);
    info.phase = 'reply';
    info.characters = token.position;
  }

  private markFirstToken(turn: Turn): void {
    const seconds = secondsSince(turn);
    this.firstToken.observe({ transport: turn.transport }, seconds);
    this.latencies.record(seconds * 1000);
  }
}
