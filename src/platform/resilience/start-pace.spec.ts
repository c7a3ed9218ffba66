import { StartPace } from './start-pace.js';

const loopTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('StartPace', () => {
  it('lets four begin at once, and the others four by four in their order, with the event loop in between', async () => {
    const pace = new StartPace();
    const begun: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const wait = pace.next();
      if (wait) void wait.then(() => begun.push(turn));
      else begun.push(turn);
    }
    const seen = [begun.length];
    for (let round = 0; round < 3; round += 1) {
      await loopTurn();
      seen.push(begun.length);
    }
    expect(seen).toEqual([4, 8, 10, 10]);
    expect(begun).toEqual(Array.from({ length: 10 }, (_, turn) => turn));
  });

  it('keeps nobody waiting who comes alone', async () => {
    const pace = new StartPace();
    for (let turn = 0; turn < 20; turn += 1) {
      expect(pace.next()).toBeUndefined();
      await loopTurn();
    }
  });

  it('lets nobody overtake who waits', async () => {
    const pace = new StartPace();
    const begun: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) void pace.next()?.then(() => begun.push('early'));
    await loopTurn();
    for (let turn = 0; turn < 4; turn += 1) void pace.next()?.then(() => begun.push('late'));
    await loopTurn();
    expect(begun).toEqual(['early', 'early', 'late', 'late']);
  });
});
