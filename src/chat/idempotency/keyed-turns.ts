import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { from, Observable } from 'rxjs';
import { setTimeout as delay } from 'node:timers/promises';
import type { DomainError } from '../../platform/errors/domain-error.js';
import { toUserScope } from '../../platform/identity/user-scope.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { waitAtMost } from '../../platform/resilience/deadline.js';
import type { SafetyVerdict } from '../../safety/safety.types.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import type { Claim, KeyedRun, KeyOutcome } from '../ports/turn-key-store.js';
import { TurnStreams } from '../streams/turn-streams.js';
import type { Turn } from '../turn.js';
import type { LocalRun } from './local-run.js';
import { readStream } from './read-stream.js';
import * as refusal from './refusals.js';
import type { TurnKey } from './turn-key.js';
import { TurnKeys } from './turn-keys.js';
import { isWhole, TurnRebuilder } from './turn-rebuilder.js';

/** How long a turn waits for the database to say whose its key is; a person in danger hardly notices. */
const PATIENCE_MS = 2000;
const URGENT_PATIENCE_MS = 250;
/** A turn that runs where its stream cannot be read from here: how often it is looked for, and how many times. */
const LOOK_AGAIN_MS = 250;
const MAX_LOOKS = 100;

export type KeyUse = 'new' | 'joined' | 'replayed' | 'rebuilt' | 'rerun' | 'conflict' | 'unchecked';

/** A request with a key on its way to its turn. */
export interface KeyedRequest {
  turn: Turn;
  key: TurnKey;
  verdict: SafetyVerdict;
  /** Shows a crisis: nothing may refuse it, and it waits for nothing long. */
  urgent: boolean;
  cancel: AbortSignal;
  /** Aborted when the client left. */
  gone: AbortSignal;
  onReplay?: () => void;
  looks?: number;
}

type Frames = Observable<ChatFrame>;

/**
 * Finds the turn of a request: joined while it runs, told again afterwards, run again, as the same turn, where it was cut
 * off. This process knows its own turns at once; of the others the database decides.
 */
@Injectable()
export class KeyedTurns {
  private readonly uses: Counter<'use'>;

  constructor(
    private readonly streams: TurnStreams,
    private readonly keys: TurnKeys,
    private readonly rebuilder: TurnRebuilder,
    metrics: Metrics,
  ) {
    this.uses = metrics.counter('turn_keys_total', 'Requests with a key by what they met', ['use']);
  }

  async answer(request: KeyedRequest): Promise<Frames> {
    for (;;) {
      const local = this.keys.find(request.key);
      if (!local?.busy) return this.claim(request, local);
      const isSame = local.answers(request.key);
      if (request.urgent && !isSame) return this.refuse(request, refusal.CONFLICT);
      const isLive = (await patiently(local.begun, request)) && this.streams.isLive(local.run.streamId);
      if (isLive && isSame) return this.join(request, local.run);
      if (isLive) return this.refuse(request, refusal.CONFLICT);
      // Its end is just being written down. Who cannot wait for that gets the same turn once more.
      if (await patiently(isOver(local), request)) continue;
      return isSame ? this.repeat(request, local.run) : this.refuse(request, refusal.CONFLICT);
    }
  }

  count(use: KeyUse): void {
    this.uses.inc({ use });
  }

  /** @param before what this process remembers of the key. */
  private async claim(request: KeyedRequest, before: LocalRun | undefined): Promise<Frames> {
    const { turn, key, verdict, urgent } = request;
    const { turnId, replyId, streamId, userId, sessionId } = turn;
    const mine = this.keys.hold({ ...key, turnId, replyId, streamId, userId, sessionId }, verdict);
    const claim =
      (await this.keys.claim(mine, urgent ? URGENT_PATIENCE_MS : PATIENCE_MS)) ??
      this.keys.guess(mine, before);
    if (request.gone.aborted) {
      // What ended before, or runs elsewhere, stays what it is.
      if (claim.standing === 'again') mine.run = claim.run;
      if (['new', 'again', 'unknown'].includes(claim.standing)) await this.keys.end(mine, 'aborted');
      else this.keys.giveBack(mine);
      throw refusal.CANCELLED;
    }
    switch (claim.standing) {
      case 'new':
        return this.runHere(request, mine, 'new');
      case 'again':
        return this.runAgain(request, mine, claim.run);
      case 'unknown':
        return this.runUnchecked(request, mine);
      default:
        this.keys.giveBack(mine);
        return this.follow(request, claim, before);
    }
  }

  private follow(
    request: KeyedRequest,
    claim: Extract<Claim, { standing: 'running' | 'ended' | 'conflict' }>,
    before: LocalRun | undefined,
  ): Frames | Promise<Frames> {
    switch (claim.standing) {
      case 'conflict':
        return this.conflict(request);
      case 'running':
        // Its end could not be written down, but here it is known.
        if (before?.outcome === 'replied' && before.run.streamId === claim.run.streamId)
          return this.replay(request, claim.run, 'replied');
        return this.join(request, claim.run);
      case 'ended':
        return this.replay(request, claim.run, claim.outcome);
    }
  }

  private join(request: KeyedRequest, run: KeyedRun): Frames {
    return this.read(request, run, 'joined', () => this.lookAgain(request, run));
  }

  private replay(request: KeyedRequest, run: KeyedRun, outcome: KeyOutcome): Frames {
    if (outcome === 'deleted') return this.refuse(request, refusal.DELETED);
    return this.read(request, run, 'replayed', async () =>
      outcome === 'cancelled'
        ? this.repeatOrRefuse(request, run, refusal.CANCELLED)
        : this.rebuild(request, run),
    );
  }

  private read(request: KeyedRequest, run: KeyedRun, use: KeyUse, otherwise: () => Promise<Frames>): Frames {
    const { turn, urgent, cancel } = request;
    const { pace, requestId } = turn;
    const onFound = () => this.noteReplay(request, use);
    const stream = { streamId: run.streamId, userId: run.userId, after: 0, pace, requestId, onFound };
    const patienceMs = urgent ? URGENT_PATIENCE_MS : PATIENCE_MS;
    return readStream(this.streams, stream, { cancel, patienceMs, otherwise });
  }

  /** It runs in a process whose streams cannot be read here: until it ends, or is taken for lost. */
  private async lookAgain(request: KeyedRequest, run: KeyedRun): Promise<Frames> {
    const { urgent, looks = 0 } = request;
    if (urgent || looks === MAX_LOOKS) return this.repeatOrRefuse(request, run, refusal.STILL_RUNNING);
    return this.answerLater(request);
  }

  /** Another process may just be writing down that the turn of a reusable key has ended. */
  private conflict(request: KeyedRequest): Frames | Promise<Frames> {
    const { key, urgent, looks = 0 } = request;
    if (key.reusable && !urgent && looks === 0) return this.answerLater(request);
    return this.refuse(request, refusal.CONFLICT);
  }

  private async answerLater(request: KeyedRequest): Promise<Frames> {
    await delay(LOOK_AGAIN_MS, undefined, { signal: request.gone });
    if (request.cancel.aborted) throw refusal.CANCELLED;
    return this.answer({ ...request, looks: (request.looks ?? 0) + 1 });
  }

  private async rebuild(request: KeyedRequest, run: KeyedRun): Promise<Frames> {
    const { turn, urgent, verdict } = request;
    const finding = this.rebuilder.find(run);
    const stored = await (urgent
      ? waitAtMost(finding, { what: 'a stored turn', timeoutMs: URGENT_PATIENCE_MS }).catch(noTurn)
      : finding);
    if (!stored) return this.repeatOrRefuse(request, run, refusal.DELETED);
    // Its reply still waits to be stored in another process, or never was.
    if (!isWhole(stored)) return this.repeat(request, run);
    const asBefore = { ...asRun(turn, run), streamId: run.streamId };
    this.noteReplay(request, 'rebuilt');
    return from(this.rebuilder.rebuild(asBefore, stored, verdict));
  }

  /** This process may run the turn again, but need not where the reply was stored and only the end was not noted. */
  private async runAgain(request: KeyedRequest, mine: LocalRun, run: KeyedRun): Promise<Frames> {
    mine.run = run;
    const stored = request.urgent ? undefined : await this.rebuilder.find(run).catch(noTurn);
    if (stored?.status === 'completed' || stored?.status === 'blocked') {
      await this.keys.end(mine, 'replied');
      return this.rebuild(request, run);
    }
    return this.runHere({ ...request, turn: asRun(request.turn, run) }, mine, 'rerun');
  }

  private runUnchecked(request: KeyedRequest, mine: LocalRun): Frames {
    const degraded = [...request.turn.degraded, 'idempotency'];
    return this.runHere({ ...request, turn: { ...request.turn, degraded } }, mine, 'unchecked');
  }

  private runHere({ turn, cancel }: KeyedRequest, mine: LocalRun, use: KeyUse): Frames {
    return new Observable((subscriber) => {
      this.count(use);
      subscriber.add(this.streams.open(turn, cancel).subscribe(subscriber));
      this.keys.begin(mine);
    });
  }

  /** Somebody in danger is answered under any key: as a turn of its own. */
  private refuse({ urgent, turn, cancel }: KeyedRequest, error: DomainError): Frames {
    if (urgent) return this.streams.open(turn, cancel);
    this.count('conflict');
    throw error;
  }

  /** As `refuse`, where the message may be stored already: then it is the same turn. */
  private repeatOrRefuse(request: KeyedRequest, run: KeyedRun, error: DomainError): Frames {
    if (request.urgent) return this.repeat(request, run);
    throw error;
  }

  private repeat({ turn, cancel }: KeyedRequest, run: KeyedRun): Frames {
    this.count('rerun');
    return this.streams.open(asRun(turn, run), cancel);
  }

  private noteReplay({ onReplay }: KeyedRequest, use: KeyUse): void {
    this.count(use);
    onReplay?.();
  }
}

/** The turn under the ids it had. Its stream is a new one: what it said before stays what it was. */
function asRun(turn: Turn, { turnId, replyId, userId, sessionId }: KeyedRun): Turn {
  return { ...turn, turnId, replyId, userId, sessionId, userScope: toUserScope(userId, sessionId) };
}

/** What is waited for; false where somebody in danger has waited long enough. */
async function patiently(awaited: Promise<boolean>, { urgent }: KeyedRequest): Promise<boolean> {
  if (!urgent) return awaited;
  const waited = waitAtMost(awaited, {
    what: 'a turn of the same key',
    timeoutMs: URGENT_PATIENCE_MS,
  });
  return waited.catch(() => false);
}

const isOver = ({ over }: LocalRun) => over.then(() => true);

function noTurn(): undefined {
  return undefined;
}
