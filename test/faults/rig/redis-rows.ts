import type { MatrixRow } from './matrix-row.js';
import type { World } from './world.js';

const usual = { dependency: 'redis', reply: 'model' } as const;
/** Redis is left alone until a probe finds it well. */
const bypassed = {
  ...usual,
  deadline: 'redis',
  degraded: ['redis'],
  log: 'Redis is bypassed',
  lost: true,
} as const;
const used = { ...usual, deadline: 'none', degraded: [], lost: false } as const;

async function command(world: World, ...words: string[]): Promise<void> {
  const client = await world.servers.redis.client();
  await client.sendCommand(words);
}

export const REDIS_ROWS: readonly MatrixRow[] = [
  {
    ...bypassed,
    fault: 'is killed (and comes back empty)',
    begin: (world) => world.servers.redis.stop(),
    end: (world) => world.servers.redis.start(),
  },
  {
    ...bypassed,
    fault: 'is gone (connections refused)',
    begin: (world) => world.proxies.redis.goDown(),
  },
  { ...bypassed, fault: 'hangs', begin: (world) => world.servers.redis.pause() },
  { ...bypassed, fault: 'is behind a black hole', begin: (world) => world.proxies.redis.blackHole() },
  { ...bypassed, fault: 'resets every connection', begin: (world) => world.proxies.redis.reset() },
  {
    ...bypassed,
    fault: 'leaves connections half open',
    begin: (world) => world.proxies.redis.halfOpen(),
    lost: false,
    passing: true,
  },
  {
    ...bypassed,
    fault: 'has no memory left (maxmemory, noeviction)',
    begin: (world) => command(world, 'CONFIG', 'SET', 'maxmemory', '1'),
    end: (world) => command(world, 'CONFIG', 'SET', 'maxmemory', '0'),
  },
  {
    ...bypassed,
    fault: 'becomes a read-only replica',
    begin: (world) => command(world, 'REPLICAOF', '127.0.0.1', '9'),
    end: (world) => command(world, 'REPLICAOF', 'NO', 'ONE'),
  },
  {
    ...bypassed,
    fault: 'is failed over to an empty one',
    begin: async (world) => {
      await world.servers.redis.stop();
      await world.servers.redis.start();
    },
    lost: false,
    passing: true,
  },
  {
    ...bypassed,
    fault: 'is slow (100 ms each way)',
    begin: (world) => world.proxies.redis.set({ latencyMs: 100 }),
  },
  {
    ...used,
    fault: 'is a little slow (4 ms and up to 4 ms of jitter, each way)',
    begin: (world) => world.proxies.redis.set({ latencyMs: 4, jitterMs: 4 }),
  },
  {
    ...used,
    fault: 'is reached in slices of 100 bytes',
    begin: (world) => world.proxies.redis.set({ sliceBytes: 100 }),
  },
];
