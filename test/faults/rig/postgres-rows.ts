import type { MatrixRow } from './matrix-row.js';

const usual = { dependency: 'postgres', reply: 'model' } as const;
/** Writes go to the spool on disk, reads to what the process still holds. */
const spooled = { ...usual, degraded: ['database'], log: 'The database is lost', lost: true } as const;
const used = { ...usual, deadline: 'statements', degraded: [], lost: false } as const;

export const POSTGRES_ROWS: readonly MatrixRow[] = [
  {
    ...spooled,
    fault: 'is gone (connections refused)',
    begin: (world) => world.servers.postgres.goDown(),
    end: (world) => world.servers.postgres.comeUp(),
    deadline: 'none',
  },
  {
    ...spooled,
    fault: 'hangs',
    begin: (world) => world.servers.postgres.freeze(),
    deadline: 'database',
  },
  {
    ...spooled,
    fault: 'is behind a black hole',
    begin: (world) => world.proxies.postgres.blackHole(),
    deadline: 'database',
  },
  {
    ...spooled,
    fault: 'resets every connection',
    begin: (world) => world.proxies.postgres.reset(),
    deadline: 'none',
  },
  {
    ...spooled,
    fault: 'leaves connections half open',
    begin: (world) => world.proxies.postgres.halfOpen(),
    deadline: 'database',
    degraded: ['history', 'memory'],
    log: 'history fell back',
    lost: false,
    passing: true,
  },
  {
    ...used,
    fault: 'is far away (10 ms and up to 10 ms of jitter, each way)',
    begin: (world) => world.proxies.postgres.set({ latencyMs: 10, jitterMs: 10 }),
  },
  {
    ...used,
    fault: 'is reached in slices of 50 bytes',
    begin: (world) => world.proxies.postgres.set({ sliceBytes: 50 }),
  },
  {
    ...used,
    fault: 'has little bandwidth (100 kB/s)',
    begin: (world) => world.proxies.postgres.set({ bytesPerSecond: 100_000, sliceBytes: 1000 }),
  },
];
