import { Ranking } from './ranking.js';
import { SessionRotation } from './session-rotation.js';

/** Whose place it is: shares are per caller; a caller's sessions share what is the caller's. */
export interface PlaceOwner {
  caller: string;
  session: string;
}

interface Lane<Item> {
  readonly caller: string;
  readonly waiting: SessionRotation<Item>;
  held: number;
}

export interface QueueBounds {
  /** Most that may wait in all. */
  all: number;
  /** Most that one caller may have waiting. */
  each: number;
}

/**
 * Who waits for a place and who holds one. The next place goes to the caller who holds fewest, among equals to the one
 * that has waited longest since it got one: whoever floods the queue keeps nobody waiting longer than one round over
 * those who wait. All of it takes constant time, but for a search over the places that each of the waiting holds.
 */
export class FairQueue<Item> {
  private readonly lanes = new Map<string, Lane<Item>>();
  private readonly byHeld = new Ranking<Lane<Item>>();
  private readonly byLength = new Ranking<Lane<Item>>();
  private waitingCount = 0;
  private waitingCallers = 0;

  get size(): number {
    return this.waitingCount;
  }

  get callers(): number {
    return this.waitingCallers;
  }

  /** Whether the caller has nothing here: no place, and nothing waiting for one. */
  isStranger({ caller }: PlaceOwner): boolean {
    return !this.lanes.has(caller);
  }

  /**
   * How many at most go before the caller's next one if nobody else comes: its own, and of each other caller those that
   * find it holding as few places as this one then does. Whoever holds more is passed over, however much it has waiting.
   */
  ahead({ caller }: PlaceOwner): number {
    const { held, own } = this.has(caller);
    const steps = this.byHeld.stepsAbove(held + own);
    // The caller's own lane was counted up to the next one itself.
    return Math.min(this.waitingCount, own > 0 ? steps - 1 : steps);
  }

  /**
   * Where the queue is full, room is made by the caller who has most waiting: its newest is given back, to be refused.
   * @returns what has no room: `item` itself, another, or nothing.
   */
  push(owner: PlaceOwner, item: Item, bounds: QueueBounds): { refused?: Item; share?: boolean } {
    const { own } = this.has(owner.caller);
    if (own >= bounds.each) return { refused: item, share: true };
    let refused: Item | undefined;
    if (this.waitingCount >= bounds.all) {
      const longest = this.byLength.highest();
      if (!longest || longest.waiting.size <= own + 1) return { refused: item, share: false };
      refused = this.change(longest, () => longest.waiting.pop());
    }
    this.change(this.lane(owner.caller), ({ waiting }) => waiting.push(owner.session, item));
    return refused === undefined ? {} : { refused, share: true };
  }

  /** Takes the one whose turn it is. */
  shift(): Item | undefined {
    const lane = this.byHeld.lowest();
    return lane && this.change(lane, ({ waiting }) => waiting.shift());
  }

  remove({ caller, session }: PlaceOwner, item: Item): void {
    const lane = this.lanes.get(caller);
    if (lane) this.change(lane, ({ waiting }) => waiting.remove(session, item));
  }

  /** A place was given to the caller. */
  hold({ caller }: PlaceOwner): void {
    this.change(this.lane(caller), (lane) => (lane.held += 1));
  }

  /** The caller gave a place back. */
  letGo({ caller }: PlaceOwner): void {
    this.change(this.lane(caller), (lane) => (lane.held -= 1));
  }

  private has(caller: string): { held: number; own: number } {
    const lane = this.lanes.get(caller);
    return { held: lane?.held ?? 0, own: lane?.waiting.size ?? 0 };
  }

  private lane(caller: string): Lane<Item> {
    let lane = this.lanes.get(caller);
    if (!lane) this.lanes.set(caller, (lane = { caller, waiting: new SessionRotation(), held: 0 }));
    return lane;
  }

  /** Every change of a lane goes through here, so that its ranks are always those it is found by. */
  private change<Result>(lane: Lane<Item>, make: (lane: Lane<Item>) => Result): Result {
    const { held } = lane;
    const waiting = lane.waiting.size;
    const result = make(lane);
    const waitingNow = lane.waiting.size;
    const [waited, waits] = [waiting > 0, waitingNow > 0];
    // Not moved where nothing changed: sending another message must not cost a caller its turn.
    if (waited !== waits || held !== lane.held) {
      if (waited) this.byHeld.take(lane, held);
      if (waits) this.byHeld.put(lane, lane.held);
    }
    if (waiting !== waitingNow) {
      if (waited) this.byLength.take(lane, waiting);
      if (waits) this.byLength.put(lane, waitingNow);
    }
    this.waitingCount += waitingNow - waiting;
    this.waitingCallers += Number(waits) - Number(waited);
    if (!waits && lane.held === 0) this.lanes.delete(lane.caller);
    return result;
  }
}
