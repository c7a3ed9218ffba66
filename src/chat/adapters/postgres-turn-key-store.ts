import { Injectable } from '@nestjs/common';
import { DatabaseConfig } from '../../config/config.slices.js';
import { Database } from '../../platform/database/database.js';
import { GroupedCalls } from '../../platform/database/grouped-calls.js';
import { newSecretId } from '../../platform/identity/identifiers.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import {
  TurnKeyStore,
  type Claim,
  type ClaimTerms,
  type KeyedRun,
  type KeyOutcome,
  type RunName,
} from '../ports/turn-key-store.js';
import {
  CLAIM_KEYS,
  claimColumns,
  END_KEYS,
  endColumns,
  KEEP_KEYS_ALIVE,
  nameColumns,
  REMOVE_EXPIRED_KEYS,
  type KeyClaim,
  type KeyRow,
} from './turn-key-statements.js';

const MAX_KEYS = 200;

type Ending = RunName & { outcome: KeyOutcome };

/** Keys in the table `turn_keys`: every method fails while the database is away. What turns need at once goes together. */
@Injectable()
export class PostgresTurnKeyStore extends TurnKeyStore {
  /** Names this process in what it claims. */
  private readonly owner = newSecretId();
  /** The embedded database serves one process: whoever had it before is gone. */
  private readonly isAlone: boolean;
  private readonly claims = new GroupedCalls<KeyClaim, Claim>({
    round: (claims) => this.claimAll(claims),
    maxItems: MAX_KEYS,
  });
  private readonly endings = new GroupedCalls<Ending>({
    round: (endings) => this.endAll(endings),
    maxItems: MAX_KEYS,
  });

  constructor(
    private readonly database: Database,
    config: DatabaseConfig,
  ) {
    super();
    this.isAlone = config.url === undefined;
  }

  @Profile('turn-keys.claim')
  async claim(run: KeyedRun, terms: ClaimTerms): Promise<Claim> {
    return this.claims.ask({ run, terms });
  }

  @Profile('turn-keys.end')
  async end({ userScope, key, streamId }: RunName, outcome: KeyOutcome): Promise<void> {
    await this.endings.ask({ userScope, key, streamId, outcome });
  }

  async keepAlive(runs: readonly RunName[]): Promise<void> {
    await this.database.query('keeping keys alive', KEEP_KEYS_ALIVE, nameColumns(runs));
  }

  async removeExpired(now: Date, limit: number): Promise<number> {
    const columns = [now.toISOString(), limit];
    const rows = await this.database.query('removing expired keys', REMOVE_EXPIRED_KEYS, columns);
    return rows.length;
  }

  /** A statement may name a key once, so what a round asks again about one is asked afterwards. */
  private async claimAll(claims: readonly KeyClaim[]): Promise<Claim[]> {
    const answers = new Map<KeyClaim, Claim>();
    for (let left = claims; left.length > 0;) {
      const first = new Map<string, KeyClaim>();
      for (const claim of left) if (!first.has(toId(claim.run))) first.set(toId(claim.run), claim);
      const rows = await this.database.query<KeyRow>('claiming keys', CLAIM_KEYS, [
        ...claimColumns([...first.values()]),
        this.owner,
        this.isAlone,
        Math.max(...[...first.values()].map(({ terms }) => terms.silenceMs)) / 1000,
      ]);
      for (const row of rows) {
        const claim = first.get(toId(row))!;
        answers.set(claim, standingOf(claim.run, row));
      }
      left = left.filter((claim) => !answers.has(claim));
    }
    return claims.map((claim) => answers.get(claim)!);
  }

  private async endAll(endings: readonly Ending[]): Promise<void[]> {
    await this.database.query('ending keys', END_KEYS, endColumns(endings));
    return [];
  }
}

/** What a row says, once it is claimed, to the one who claimed it. */
function standingOf(claimed: KeyedRun, { outcome, ...run }: KeyRow): Claim {
  if (run.streamId === claimed.streamId) {
    return run.turnId === claimed.turnId ? { standing: 'new' } : { standing: 'again', run };
  }
  if (run.fingerprint !== claimed.fingerprint) return { standing: 'conflict' };
  return outcome === null ? { standing: 'running', run } : { standing: 'ended', run, outcome };
}

/** A scope holds one `/` at most and no space; a key holds no space. */
function toId({ userScope, key }: { userScope: string; key: string }): string {
  return `${userScope} ${key}`;
}
