import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { waitAtMost } from '../../platform/resilience/deadline.js';
import { StreamRegistry } from '../../platform/streams/stream-registry.js';
import type { SafetyVerdict } from '../../safety/safety.types.js';
import { TurnKeyStore, type Claim, type KeyedRun, type KeyOutcome } from '../ports/turn-key-store.js';
import { LocalRun } from './local-run.js';
import type { TurnKey } from './turn-key.js';

/** A process says so often that its turns run, and is taken for gone after so long a silence. */
const SIGN_OF_LIFE_MS = 3000;
const SILENCE_MS = 15_000;
/** Ended turns this process remembers, so that it knows a repeated request while the database is away. */
const MAX_REMEMBERED = 10_000;
const REMEMBERED_MS = 5 * 60_000;
const EXPIRY_INTERVAL_MS = 10 * 60_000;
const EXPIRY_BATCH = 1000;
const LAST_NOTES_MS = 2000;

/**
 * The keys of the turns that run here. What other processes run is known to the store alone, and this process is good
 * for its own requests while the store is away.
 */
@Injectable()
export class TurnKeys implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnKeys.name);
  private readonly held = new Map<string, LocalRun>();
  private readonly ended = new LRUCache<string, LocalRun>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });
  private readonly running = new Set<LocalRun>();
  private signsOfLife: NodeJS.Timeout | undefined;
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: TurnKeyStore,
    private readonly streams: StreamRegistry,
  ) {}

  onModuleInit(): void {
    this.signsOfLife = setInterval(() => void this.giveSignOfLife(), SIGN_OF_LIFE_MS).unref();
    this.expiry = setInterval(() => void this.removeExpired(), EXPIRY_INTERVAL_MS).unref();
  }

  /** The turns have ended by now; what became of them is still to be written down, if the store lets it. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.signsOfLife);
    clearInterval(this.expiry);
    const ends = Promise.all([...this.running].map(({ over }) => over));
    await waitAtMost(ends, { what: 'the end of turns', timeoutMs: LAST_NOTES_MS }).catch((error: unknown) =>
      this.warn('some turns end without a note', error),
    );
  }

  /** What this process itself knows of a key. */
  find(key: TurnKey): LocalRun | undefined {
    return this.held.get(toId(key)) ?? this.ended.get(toId(key));
  }

  /** Takes a key within this process, where nobody holds it, before the store is asked. */
  hold(run: KeyedRun, verdict: SafetyVerdict): LocalRun {
    const local = new LocalRun(run, verdict);
    this.held.set(toId(run), local);
    return local;
  }

  /** Undefined when the store is away or does not answer in time: then nobody knows. */
  async claim({ run }: LocalRun, patienceMs: number): Promise<Claim | undefined> {
    const terms = { now: new Date(), silenceMs: SILENCE_MS };
    try {
      return await waitAtMost(this.store.claim(run, terms), {
        what: 'a claim',
        timeoutMs: patienceMs,
      });
    } catch (error) {
      this.warn('a key could not be claimed', error);
      return undefined;
    }
  }

  /** What this process makes of a key while nobody else can be asked: it knows its own turns. */
  guess(mine: LocalRun, before: LocalRun | undefined): Claim | { standing: 'unknown' } {
    if (!before?.outcome || before.run.fingerprint !== mine.run.fingerprint) return { standing: 'unknown' };
    const { run, outcome } = before;
    if (outcome !== 'aborted') return { standing: 'ended', run, outcome };
    return { standing: 'again', run: { ...run, streamId: mine.run.streamId } };
  }

  /** To be called when the turn's stream is open. Its end is written down when it comes, whoever still reads. */
  begin(local: LocalRun): void {
    this.running.add(local);
    const closed = this.streams.whenClosed(local.run.streamId);
    local.begin();
    void closed.then((outcome) => this.end(local, toKeyOutcome(outcome)));
  }

  /** Ends what was held, also without a turn having run. Never rejects: a key without an end is soon taken for lost. */
  async end(local: LocalRun, outcome: KeyOutcome): Promise<void> {
    local.outcome = outcome;
    this.running.add(local);
    try {
      await this.store.end(local.run, outcome);
    } catch (error) {
      this.warn('the end of a turn was not noted with its key', error);
    }
    this.running.delete(local);
    this.ended.set(toId(local.run), local);
    this.giveBack(local);
  }

  /** Gives back what turned out to be another's. */
  giveBack(local: LocalRun): void {
    if (this.held.get(toId(local.run)) === local) this.held.delete(toId(local.run));
    local.giveBack();
  }

  private async giveSignOfLife(): Promise<void> {
    if (this.running.size === 0) return;
    try {
      await this.store.keepAlive([...this.running].map(({ run }) => run));
    } catch (error) {
      this.warn('no sign of life was given', error);
    }
  }

  /** Bounded, so that a day's keys do not hold up what turns write. */
  private async removeExpired(): Promise<void> {
    try {
      while ((await this.store.removeExpired(new Date(), EXPIRY_BATCH)) === EXPIRY_BATCH);
    } catch (error) {
      this.warn('expired keys were not removed', error);
    }
  }

  private warn(what: string, error: unknown): void {
    this.logger.warn(`${what} (${error instanceof Error ? error.name : 'unknown error'})`);
  }
}

/** What a turn was told last. One that its user did not end, and that did not come to its end, may run again. */
function toKeyOutcome(outcome: string): KeyOutcome {
  if (outcome === 'complete') return 'replied';
  return outcome === 'cancelled' ? 'cancelled' : 'aborted';
}

function toId({ userScope, key }: { userScope: string; key: string }): string {
  return `${userScope} ${key}`;
}
