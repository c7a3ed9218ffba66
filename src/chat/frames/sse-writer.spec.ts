import type { Response } from 'express';
import { Writable } from 'node:stream';
import { SseWriter } from './sse-writer.js';
import { StreamPace } from './stream-pace.js';

/** A client that takes a write only when told to. */
class SlowClient extends Writable {
  readonly taken: string[] = [];
  private waiting: (() => void)[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.taken.push(chunk.toString());
    this.waiting.push(done);
  }

  read(): void {
    this.waiting.shift()?.();
  }
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('SseWriter', () => {
  const writerFor = (client: SlowClient, options = { chunkBytes: 1024, bufferBytes: 100 }) => {
    const pace = new StreamPace();
    return { pace, writer: new SseWriter(client as unknown as Response, pace, options) };
  };

  it('joins what arrives within one turn of the event loop into one write', async () => {
    const client = new SlowClient();
    const { writer } = writerFor(client);
    writer.write('a');
    writer.write('b');
    await tick();
    expect(client.taken).toEqual(['ab']);
  });

  it('joins no more than chunkBytes', async () => {
    const client = new SlowClient();
    const { writer } = writerFor(client, { chunkBytes: 3, bufferBytes: 100 });
    writer.write('aa');
    writer.write('bb');
    await tick();
    client.read();
    await tick();
    expect(client.taken).toEqual(['aa', 'bb']);
    writer.write('好');
    writer.write('a');
    client.read();
    await tick();
    client.read();
    await tick();
    expect(client.taken.slice(2)).toEqual(['好', 'a']);
  });

  it('pauses the producer beyond bufferBytes and resumes it once the client took enough', async () => {
    const client = new SlowClient();
    const { writer, pace } = writerFor(client);
    writer.write('x'.repeat(80));
    await tick();
    expect(pace.blocked).toBeUndefined();
    writer.write('y'.repeat(80));
    await tick();
    expect(pace.blocked).toBeDefined();
    expect(writer.stuckMs(performance.now() + 5000)).toBeGreaterThan(4000);
    const resumed = pace.blocked;
    client.read();
    await resumed;
    expect(pace.blocked).toBeUndefined();
  });

  it('watches what is long in bytes alone', async () => {
    const client = new SlowClient();
    const { writer, pace } = writerFor(client);
    writer.write('好'.repeat(34));
    await tick();
    const resumed = pace.blocked;
    expect(resumed).toBeDefined();
    client.read();
    await resumed;
    expect(pace.blocked).toBeUndefined();
  });

  it('sends what is pending before it ends', async () => {
    const client = new SlowClient();
    const { writer } = writerFor(client);
    writer.write('text');
    writer.end('[DONE]');
    expect(client.taken).toEqual(['text[DONE]']);
    expect(writer.silentMs(performance.now() + 60_000)).toBe(0);
  });
});
