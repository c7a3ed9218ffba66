import type { StreamArchive, FrameBatch } from '../../src/chat/ports/stream-archive.js';

const batch = (first: number, frames: string[], ends = false): FrameBatch => ({ first, frames, ends });

/** What every archive that collects frames promises. `open` gives two of them that share what is put. */
export function describeStreamArchive(open: () => Promise<[StreamArchive, StreamArchive]>): void {
  let one: StreamArchive;
  let other: StreamArchive;
  let streams = 0;
  let streamId = '';

  beforeAll(async () => {
    [one, other] = await open();
  });
  beforeEach(() => (streamId = `stream-${(streams += 1)}`));

  const load = (cursor?: string) => other.load({ streamId, after: 0, cursor });

  it('gives what was put to who asks elsewhere, piece by piece, with its owner', async () => {
    expect(await load()).toBeUndefined();
    expect(await one.put(streamId, 'lin', batch(1, ['{"a":"1\\n"}', '{"b":2}']))).toBe(true);
    const first = await load();
    expect(first).toMatchObject({
      owner: 'lin',
      batches: [{ first: 1, frames: ['{"a":"1\\n"}', '{"b":2}'], ends: false }],
      more: false,
    });
    expect(await load(first!.cursor)).toBeUndefined();
    await one.put(streamId, 'lin', batch(3, []));
    await one.put(streamId, 'lin', batch(3, ['{"c":3}'], true));
    const rest = await load(first!.cursor);
    expect(rest!.batches).toEqual([batch(3, []), batch(3, ['{"c":3}'], true)]);
    expect((await load())!.batches).toHaveLength(3);
  });

  it('says when what comes before is lost, and then makes no stream of the rest', async () => {
    expect(await one.put(streamId, 'lin', batch(7, ['{}']))).toBe(false);
    expect(await load()).toBeUndefined();
  });

  it('carries a cancel to whoever runs the stream', async () => {
    const cancelled: string[] = [];
    const heard = new Promise<void>((resolve) => {
      one.connect({
        piece: () => undefined,
        cancel: (id) => {
          cancelled.push(id);
          resolve();
        },
        forget: () => undefined,
      });
    });
    await other.cancel(streamId);
    await heard;
    expect(cancelled).toEqual([streamId]);
  });

  it('carries to the others which session is to be forgotten, and drops what is removed', async () => {
    const heard = new Promise((resolve) => {
      one.connect({ piece: () => undefined, cancel: () => undefined, forget: resolve });
    });
    await other.forget({ userScope: 'lin', sessionId: 's:1' });
    expect(await heard).toEqual({ userScope: 'lin', sessionId: 's:1' });
    await one.put(streamId, 'lin', batch(1, ['{}'], true));
    await one.remove(streamId);
    expect(await load()).toBeUndefined();
  });
}
