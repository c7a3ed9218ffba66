import {
  KEY_LIFETIME_MS,
  TurnKeyStore,
  type Claim,
  type ClaimTerms,
  type KeyedRun,
  type KeyOutcome,
  type RunName,
} from '../../src/chat/ports/turn-key-store.js';
import { play, type PortScript } from './port-script.js';

interface Held {
  run: KeyedRun;
  outcome: KeyOutcome | undefined;
  createdAt: number;
  aliveAt: number;
}

/** Keys of one process, kept nowhere. */
export class InMemoryTurnKeyStore extends TurnKeyStore {
  script: PortScript = 'answers';
  private readonly held = new Map<string, Held>();

  async claim(run: KeyedRun, { now, silenceMs }: ClaimTerms): Promise<Claim> {
    await play(this.script);
    const held = this.held.get(toId(run));
    const fate = held && (held.outcome ?? (Date.now() - held.aliveAt >= silenceMs ? 'lost' : 'running'));
    const same = held?.run.fingerprint === run.fingerprint;
    const isOver = held && now.getTime() - held.createdAt >= KEY_LIFETIME_MS;
    const isFree = held?.run.reusable && fate !== 'running' && (!same || fate === 'deleted');
    if (!held || isOver || isFree) {
      this.held.set(toId(run), { run, outcome: undefined, createdAt: now.getTime(), aliveAt: Date.now() });
      return { standing: 'new' };
    }
    if (!same) return { standing: 'conflict' };
    if (fate === 'lost' || fate === 'aborted' || (fate === 'cancelled' && held.run.reusable)) {
      held.run = { ...held.run, streamId: run.streamId };
      held.outcome = undefined;
      held.aliveAt = Date.now();
      return { standing: 'again', run: held.run };
    }
    const { outcome } = held;
    return outcome ? { standing: 'ended', run: held.run, outcome } : { standing: 'running', run: held.run };
  }

  async end(name: RunName, outcome: KeyOutcome): Promise<void> {
    await play(this.script);
    const held = this.find(name);
    if (held) held.outcome ??= outcome;
  }

  async keepAlive(names: readonly RunName[]): Promise<void> {
    await play(this.script);
    for (const held of names.map((name) => this.find(name))) if (held) held.aliveAt = Date.now();
  }

  async removeExpired(now: Date, limit: number): Promise<number> {
    await play(this.script);
    const expired = [...this.held].filter(
      ([, { createdAt }]) => now.getTime() - createdAt >= KEY_LIFETIME_MS,
    );
    for (const [id] of expired.slice(0, limit)) this.held.delete(id);
    return Math.min(expired.length, limit);
  }

  private find({ streamId, ...key }: RunName): Held | undefined {
    const held = this.held.get(toId(key));
    return held?.run.streamId === streamId ? held : undefined;
  }
}

function toId({ userScope, key }: { userScope: string; key: string }): string {
  return `${userScope} ${key}`;
}
