import { DatabaseQueryError } from './database.errors.js';
import { GroupedCalls } from './grouped-calls.js';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

describe('GroupedCalls', () => {
  it('answers what arrives during a round in the next one, in order and no larger than allowed', async () => {
    const rounds: (readonly number[])[] = [];
    const first = gate();
    const group = new GroupedCalls<number, string>({
      round: async (items) => {
        rounds.push(items);
        if (rounds.length === 1) await first.passed;
        return items.map((item) => `answer ${item}`);
      },
      maxItems: 3,
    });
    const lone = group.ask(0);
    await new Promise((resolve) => setImmediate(resolve));
    const others = [1, 2, 3, 4].map((item) => group.ask(item));
    first.open();
    expect(await Promise.all([lone, ...others])).toEqual([0, 1, 2, 3, 4].map((item) => `answer ${item}`));
    expect(rounds).toEqual([[0], [1, 2, 3], [4]]);
  });

  it('blames only the item at fault', async () => {
    const stored: string[] = [];
    const group = new GroupedCalls<string>({
      round: async (items) => {
        if (items.includes('bad')) throw new DatabaseQueryError('storing', '22021');
        stored.push(...items);
        return [];
      },
      maxItems: 10,
    });
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((item) => group.ask(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stored).toEqual(['a', 'b']);
  });

  it('tells everyone of an outage and works again afterwards', async () => {
    let down = true;
    const group = new GroupedCalls<string>({
      round: async () => {
        if (down) throw new Error('down');
        return [];
      },
      maxItems: 10,
    });
    const results = await Promise.allSettled([group.ask('a'), group.ask('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    down = false;
    await group.ask('c');
  });

  it('leaves out an item whose caller gave up before its round began', async () => {
    const stored: string[] = [];
    const first = gate();
    const group = new GroupedCalls<string>({
      round: async (items) => {
        if (items.includes('first')) await first.passed;
        stored.push(...items);
        return [];
      },
      maxItems: 10,
    });
    const caller = new AbortController();
    const kept = group.ask('first');
    await new Promise((resolve) => setImmediate(resolve));
    const given = group.ask('given up', caller.signal);
    caller.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    first.open();
    await kept;
    await group.ask('last');
    expect(stored).toEqual(['first', 'last']);
  });
});
