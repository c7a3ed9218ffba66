import { randomUUID } from 'node:crypto';
import { WorkerGroup, type Topic } from '../platform/cluster/worker-group.js';
import type { RiskLevel } from './safety.types.js';
import { isFragment, SessionRiskTracker, type SessionKey, type TurnSigns } from './session-risk.tracker.js';

type Sign =
  | { kind: 'fragment'; message: string }
  | { kind: 'fragments_found' }
  | { kind: 'turn'; signs: TurnSigns }
  | { kind: 'raised'; level: RiskLevel }
  | { kind: 'forgotten' };

const SIGNS: Topic<{ origin: string; key: SessionKey; sign: Sign }, void> = { name: 'safety.signs' };

/**
 * A tracker that hears what the other workers' trackers hear, a moment later: the next turn of a session may come over
 * another connection, and must not find a worker that knows nothing of the one before. Nobody waits for it.
 */
export class SharedSessionRiskTracker extends SessionRiskTracker {
  private readonly origin = randomUUID();

  constructor(
    windowMs: number,
    now: () => number,
    private readonly group: WorkerGroup,
  ) {
    super(windowMs, now);
    group.handle(SIGNS, ({ origin, key, sign }) => {
      if (origin !== this.origin) this.hear(key, sign);
    });
  }

  override joinFragments(key: SessionKey, message: string): string {
    if (isFragment(message)) this.tell(key, { kind: 'fragment', message });
    return super.joinFragments(key, message);
  }

  override clearFragments(key: SessionKey): void {
    this.tell(key, { kind: 'fragments_found' });
    super.clearFragments(key);
  }

  override add(key: SessionKey, signs: TurnSigns) {
    if (signs.level !== 'none' || signs.distressed) this.tell(key, { kind: 'turn', signs });
    return super.add(key, signs);
  }

  override raise(key: SessionKey, level: RiskLevel): void {
    this.tell(key, { kind: 'raised', level });
    super.raise(key, level);
  }

  override forget(key: SessionKey): void {
    this.tell(key, { kind: 'forgotten' });
    super.forget(key);
  }

  private tell({ userScope, sessionId }: SessionKey, sign: Sign): void {
    if (this.group.alone) return;
    const told = this.group.ask(SIGNS, { origin: this.origin, key: { userScope, sessionId }, sign });
    told.catch(() => undefined); // A worker without its primary is about to end.
  }

  private hear(key: SessionKey, sign: Sign): void {
    switch (sign.kind) {
      case 'fragment':
        super.joinFragments(key, sign.message);
        return;
      case 'fragments_found':
        return super.clearFragments(key);
      case 'turn':
        super.add(key, sign.signs);
        return;
      case 'raised':
        return super.raise(key, sign.level);
      case 'forgotten':
        return super.forget(key);
    }
  }
}
