import type { KeyOutcome } from '../../platform/database/schema/index.js';

export type { KeyOutcome };

/** A run of a turn, as far as its key has to know it. */
export interface KeyedRun {
  userScope: string;
  key: string;
  /** A hash of the request: the same key with another one is not the same request. */
  fingerprint: string;
  /** True where another request may take the key once its turn ended. */
  reusable: boolean;
  turnId: string;
  replyId: string;
  streamId: string;
  userId: string;
  sessionId: string;
}

/** Names a run: of the runs of one key each has a stream of its own. */
export type RunName = Pick<KeyedRun, 'userScope' | 'key' | 'streamId'>;

/** Where a request finds the key it comes with. Only `new` and `again` may run a turn, and nobody else may meanwhile. */
export type Claim =
  /** Nobody had it. */
  | { standing: 'new' }
  /** Its turn ended before its reply was whole, or the process that ran it is gone: `run` names the turn to repeat. */
  | { standing: 'again'; run: KeyedRun }
  | { standing: 'running'; run: KeyedRun }
  | { standing: 'ended'; run: KeyedRun; outcome: KeyOutcome }
  /** Another request has it. */
  | { standing: 'conflict' };

/** How long a key is kept, counted from the first request that came with it. */
export const KEY_LIFETIME_MS = 24 * 60 * 60_000;

export interface ClaimTerms {
  now: Date;
  /** A run that was not heard of for so long is over, its process gone. */
  silenceMs: number;
}

/**
 * Which turn answers a key. A claim is decided where the keys are kept, so of any number at once one wins. A run counts
 * as alive as long as its process says so.
 */
export abstract class TurnKeyStore {
  abstract claim(run: KeyedRun, terms: ClaimTerms): Promise<Claim>;
  /** Does nothing where the key belongs to another run by now, or has its outcome. */
  abstract end(run: RunName, outcome: KeyOutcome): Promise<void>;
  abstract keepAlive(runs: readonly RunName[]): Promise<void>;
  /** Removes at most `limit` keys that are no longer kept; resolves to how many. */
  abstract removeExpired(now: Date, limit: number): Promise<number>;
}
