import { GroupCommit } from './group-commit.js';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

describe('GroupCommit', () => {
  it('writes what arrives during a write as one batch, in order and no larger than allowed', async () => {
    const batches: number[][] = [];
    const first = gate();
    const group = new GroupCommit<number>({
      commit: async (items) => {
        batches.push(items);
        if (batches.length === 1) await first.passed;
      },
      maxBatch: 3,
      isItemFault: () => false,
    });
    const lone = group.add(0);
    await new Promise((resolve) => setImmediate(resolve));
    const others = [1, 2, 3, 4].map((item) => group.add(item));
    first.open();
    await Promise.all([lone, ...others]);
    expect(batches).toEqual([[0], [1, 2, 3], [4]]);
  });

  it('blames only the item at fault', async () => {
    const stored: string[] = [];
    const group = new GroupCommit<string>({
      commit: async (items) => {
        if (items.includes('bad')) throw new RangeError('bad item');
        stored.push(...items);
      },
      maxBatch: 10,
      isItemFault: (error) => error instanceof RangeError,
    });
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((item) => group.add(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stored).toEqual(['a', 'b']);
  });

  it('tells everyone of an outage and works again afterwards', async () => {
    let down = true;
    const group = new GroupCommit<string>({
      commit: async () => {
        if (down) throw new Error('down');
      },
      maxBatch: 10,
      isItemFault: () => false,
    });
    const results = await Promise.allSettled([group.add('a'), group.add('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    down = false;
    await group.add('c');
  });

  it('does not write an item whose caller gave up before its batch began', async () => {
    const stored: string[] = [];
    const first = gate();
    const group = new GroupCommit<string>({
      commit: async (items) => {
        if (items.includes('first')) await first.passed;
        stored.push(...items);
      },
      maxBatch: 10,
      isItemFault: () => false,
    });
    const caller = new AbortController();
    const kept = group.add('first');
    await new Promise((resolve) => setImmediate(resolve));
    const given = group.add('given up', caller.signal);
    caller.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    first.open();
    await kept;
    await group.add('last');
    expect(stored).toEqual(['first', 'last']);
  });
});
