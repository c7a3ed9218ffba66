import { Injectable } from '@nestjs/common';
import { defer, Observable } from 'rxjs';
import { DomainError } from '../../platform/errors/domain-error.js';
import { isUrgent } from '../../safety/safety.types.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { ScreenStep } from '../steps/screen.step.js';
import { TurnStreams } from '../streams/turn-streams.js';
import type { Turn } from '../turn.js';
import { KeyedTurns } from './keyed-turns.js';
import type { TurnKey } from './turn-key.js';
import { TurnKeys } from './turn-keys.js';

export interface TurnOptions {
  /** Reads the request's key; what it throws is told, unless the message shows a crisis. */
  key: () => TurnKey | undefined;
  /** Ends the turn for all who read it. */
  cancel: AbortSignal;
  /** Called before the first frame when the answer is that of an earlier request. */
  onReplay?: () => void;
}

/**
 * The door to every turn. A request whose key was seen before gets the turn of that key, so that a message is stored
 * once and answered, whatever becomes of the connection. A message that shows a crisis is answered at once whatever its
 * key (docs/decisions/0020).
 */
@Injectable()
export class IdempotentTurns {
  constructor(
    private readonly streams: TurnStreams,
    private readonly screening: ScreenStep,
    private readonly keys: TurnKeys,
    private readonly keyed: KeyedTurns,
  ) {}

  run(turn: Turn, options: TurnOptions): Observable<ChatFrame> {
    return defer(() => {
      let key: TurnKey | undefined;
      try {
        key = options.key();
      } catch (error) {
        return this.runUnlessRefused(turn, options, error);
      }
      return key ? this.runWithKey(turn, key, options) : this.streams.open(turn, options.cancel);
    });
  }

  private runWithKey(arrived: Turn, key: TurnKey, options: TurnOptions): Observable<ChatFrame> {
    const known = this.keys.find(key);
    const verdict = known?.answers(key) ? known.verdict : this.screening.screen(arrived);
    const turn = { ...arrived, screened: verdict };
    const urgent = isUrgent(verdict);
    // Over its rate: admission refuses it, and its key is left alone.
    if (!urgent && turn.retryAfterSeconds !== undefined) return this.streams.open(turn, options.cancel);
    return new Observable((subscriber) => {
      const leaving = new AbortController();
      subscriber.add(() => leaving.abort());
      this.keyed.answer({ ...options, turn, key, verdict, urgent, gone: leaving.signal }).then(
        (frames) => frames.subscribe(subscriber),
        (error: unknown) => subscriber.error(error),
      );
    });
  }

  private runUnlessRefused(arrived: Turn, { cancel }: TurnOptions, error: unknown): Observable<ChatFrame> {
    const turn = { ...arrived, screened: this.screening.screen(arrived) };
    if (isUrgent(turn.screened)) return this.streams.open(turn, cancel);
    if (error instanceof DomainError && error.code === 'idempotency_conflict') this.keyed.count('conflict');
    throw error;
  }
}
