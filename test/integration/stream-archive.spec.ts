import { RedisStreamArchive } from '../../src/chat/adapters/redis-stream-archive.js';
import { CacheConfig, RedisConfig } from '../../src/config/config.slices.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { RedisConnection } from '../../src/platform/redis/redis-connection.js';
import { RedisSubscriber } from '../../src/platform/redis/redis-subscriber.js';
import { eventually } from '../support/client.js';
import { InMemoryStreamArchive, SharedStreams } from '../support/in-memory-stream-archive.js';
import { RedisServer } from '../support/redis-server.js';
import { describeStreamArchive } from '../support/stream-archive.contract.js';

describe('the archive in memory that unit tests use', () => {
  const shared = new SharedStreams();
  describeStreamArchive(() =>
    Promise.resolve([new InMemoryStreamArchive(shared), new InMemoryStreamArchive(shared)]),
  );
});

describe('RedisStreamArchive', () => {
  const opened: { onModuleDestroy(): void }[] = [];
  let server: RedisServer;

  const open = async (): Promise<RedisStreamArchive> => {
    const config = new RedisConfig({ url: server.url, maxConnections: 10 });
    const cache = new CacheConfig({ prefix: 'test', maxEntries: 10 });
    const connection = new RedisConnection(config, cache, new DependencyRegistry());
    const subscriber = new RedisSubscriber(config, cache, connection);
    const archive = new RedisStreamArchive('test', connection, subscriber);
    connection.onModuleInit();
    subscriber.onModuleInit();
    opened.push(connection, subscriber);
    await eventually(() => connection.healthy && subscriber.live, 'Redis is used');
    return archive;
  };

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => {
    for (const one of opened) one.onModuleDestroy();
    await server.close();
  });

  describeStreamArchive(async () => [await open(), await open()]);

  it('reads a long stream page by page', async () => {
    const archive = await open();
    for (let first = 1; first <= 250; first += 1)
      await archive.put('long', 'lin', { first, frames: ['{}'], ends: first === 250 });
    const sizes: number[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const piece = await archive.load({ streamId: 'long', after: 0, cursor });
      sizes.push(piece!.batches.length);
      ({ cursor, more } = piece!);
    }
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('keeps a stream for five minutes after its last frame', async () => {
    const [archive, outside] = [await open(), await server.client()];
    await archive.put('s', 'lin', { first: 1, frames: ['{}'], ends: false });
    await outside.expire('test:stream:s', 100);
    await archive.put('s', 'lin', { first: 2, frames: ['{}'], ends: true });
    expect(await outside.ttl('test:stream:s')).toBeGreaterThan(290);
  });
});
