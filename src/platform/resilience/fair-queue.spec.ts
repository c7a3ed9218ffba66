import fc from 'fast-check';
import { FairQueue } from './fair-queue.js';

const ROOMY = { all: 10_000, each: 10_000 };
const owner = (caller: string, session = 'session') => ({ caller, session });

describe('FairQueue', () => {
  const queueOf = (...callers: string[]) => {
    const queue = new FairQueue<string>();
    callers.forEach((caller, index) => queue.push(owner(caller), `${caller}${index}`, ROOMY));
    return queue;
  };
  /** Takes the next and gives its caller the place, as the limiter does. */
  const next = (queue: FairQueue<string>) => {
    const item = queue.shift();
    if (item !== undefined) queue.hold(owner(item[0]!));
    return item;
  };
  const all = (queue: FairQueue<string>) => Array.from({ length: queue.size }, () => next(queue));

  it('serves one caller in order of arrival', () => {
    expect(all(queueOf('a', 'a', 'a'))).toEqual(['a0', 'a1', 'a2']);
  });

  it('serves callers in turn, whoever came first', () => {
    expect(all(queueOf('a', 'a', 'a', 'b', 'b', 'c'))).toEqual(['a0', 'b3', 'c5', 'a1', 'b4', 'a2']);
  });

  it('prefers those who hold fewer places until all hold the same', () => {
    const queue = queueOf('a', 'a', 'b', 'b', 'b', 'b');
    for (let place = 0; place < 3; place += 1) queue.hold(owner('a'));
    expect(all(queue)).toEqual(['b2', 'b3', 'b4', 'a0', 'b5', 'a1']);
  });

  it('keeps the turn of a caller who sends another message', () => {
    const queue = queueOf('a', 'b');
    queue.push(owner('a'), 'a2', ROOMY);
    expect(next(queue)).toBe('a0');
  });

  it("lets a caller's sessions take turns", () => {
    const queue = new FairQueue<string>();
    for (const [session, item] of [
      ['x', 'a1'],
      ['x', 'a2'],
      ['x', 'a3'],
      ['y', 'a4'],
    ] as const) {
      queue.push(owner('a', session), item, ROOMY);
    }
    expect(all(queue)).toEqual(['a1', 'a4', 'a2', 'a3']);
  });

  it('says how many go first', () => {
    const queue = queueOf(...Array.from({ length: 1000 }, () => 'a'), 'b');
    expect(queue.ahead(owner('c'))).toBe(2);
    expect(queue.ahead(owner('b'))).toBe(3);
    expect(queue.ahead(owner('a'))).toBe(1001);
  });

  it('counts nobody ahead who holds more places and is passed over', () => {
    const queue = queueOf('a', 'a', 'a');
    for (let place = 0; place < 3; place += 1) queue.hold(owner('a'));
    queue.hold(owner('b'));
    expect(queue.ahead(owner('c'))).toBe(0);
    expect(queue.ahead(owner('b'))).toBe(0);
    expect(queue.ahead(owner('a'))).toBe(3);
  });

  it('never says fewer go first than do, and is exact for a caller who has nothing', () => {
    const caller = fc.constantFrom('a', 'b', 'c', 'd');
    const callers = fc.array(caller, { maxLength: 20 });
    fc.assert(
      fc.property(callers, callers, fc.constantFrom('a', 'b', 'z'), (waiting, holding, who) => {
        const queue = queueOf(...waiting);
        holding.forEach((one) => queue.hold(owner(one)));
        const [ahead, isStranger] = [queue.ahead(owner(who)), queue.isStranger(owner(who))];
        queue.push(owner(who), `${who}-last`, ROOMY);
        const before = all(queue).indexOf(`${who}-last`);
        expect(before).toBeLessThanOrEqual(ahead);
        if (isStranger) expect(before).toBe(ahead);
      }),
    );
  });

  it('knows a caller from its first place or message to its last', () => {
    const queue = queueOf('a');
    expect(queue.isStranger(owner('b'))).toBe(true);
    expect(queue.isStranger(owner('a'))).toBe(false);
    expect(next(queue)).toBe('a0');
    expect(queue.isStranger(owner('a'))).toBe(false);
    queue.letGo(owner('a'));
    expect(queue.isStranger(owner('a'))).toBe(true);
  });

  it('refuses the newcomer where nobody has more waiting than it has', () => {
    const queue = queueOf('a', 'b');
    expect(queue.push(owner('c'), 'c', { all: 2, each: 2 })).toEqual({ refused: 'c', share: false });
  });

  it('keeps nobody waiting longer than one round, and loses and doubles nobody', () => {
    const step = fc.record({
      what: fc.constantFrom('push', 'push', 'take', 'remove', 'letGo'),
      who: fc.constantFrom('a', 'a', 'a', 'b', 'c', 'd'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const queue = new FairQueue<string>();
        const waiting = new Set<string>();
        const held = new Map<string, number>();
        const holds = (caller: string) => held.get(caller) ?? 0;
        steps.forEach(({ what, who }, index) => {
          if (what === 'push') {
            const item = `${who}${index}`;
            waiting.add(item);
            const { refused } = queue.push(owner(who), item, { all: 12, each: 8 });
            if (refused !== undefined) expect(waiting.delete(refused)).toBe(true);
          }
          if (what === 'take') {
            const fewest = Math.min(...[...waiting].map((item) => holds(item[0]!)));
            const item = next(queue);
            expect(item === undefined).toBe(waiting.size === 0);
            if (item === undefined) return;
            expect(waiting.delete(item)).toBe(true);
            expect(holds(item[0]!)).toBe(fewest);
            held.set(item[0]!, holds(item[0]!) + 1);
          }
          if (what === 'remove') {
            const item = [...waiting].find((one) => one.startsWith(who));
            if (item === undefined) return;
            queue.remove(owner(who), item);
            waiting.delete(item);
          }
          if (what === 'letGo' && holds(who) > 0) {
            queue.letGo(owner(who));
            held.set(who, holds(who) - 1);
          }
          expect(queue.size).toBe(waiting.size);
          expect(queue.callers).toBe(new Set([...waiting].map((item) => item[0])).size);
          expect(queue.size).toBeLessThanOrEqual(12);
        });
      }),
    );
  });
});
