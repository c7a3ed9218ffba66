import { TestPostgresServer } from '../support/database.js';
import { temporaryFolder } from '../support/service.js';
import { buildThatForgets } from './rig/broken-build.js';
import { crashAgainAndAgain } from './rig/crash-rounds.js';
import { KILLS, SEED } from './rig/sizes.js';
import { Writers } from './rig/writers.js';

const WRITERS = 20;
/** Starting takes the most. */
const MOST_MS_PER_KILL = 30_000;

describe(`kill -9, ${KILLS} times at random moments under ${WRITERS} writers`, () => {
  let data: ReturnType<typeof temporaryFolder>;
  let over: AbortController;
  beforeEach(() => {
    data = temporaryFolder();
    over = new AbortController();
  });
  afterEach(() => {
    over.abort();
    data.remove();
  });

  it(
    'loses, doubles, reorders and invents nothing on the embedded database',
    async () => {
      const writers = new Writers(WRITERS);
      const faults = await crashAgainAndAgain({
        kills: KILLS,
        writers,
        variables: { DATA_DIR: data.path },
        seed: SEED,
        signal: over.signal,
      });
      expect(faults).toEqual([]);
      expect(writers.acknowledged).toBeGreaterThan(WRITERS * 2);
    },
    60_000 + KILLS * MOST_MS_PER_KILL,
  );

  it(
    'loses, doubles, reorders and invents nothing on Postgres',
    async () => {
      const postgres = await TestPostgresServer.start();
      try {
        const writers = new Writers(WRITERS);
        const faults = await crashAgainAndAgain({
          kills: KILLS,
          writers,
          variables: { DATA_DIR: data.path, DATABASE_URL: postgres.url },
          seed: SEED + 1,
          signal: over.signal,
        });
        expect(faults).toEqual([]);
        expect(writers.acknowledged).toBeGreaterThan(WRITERS * 2);
      } finally {
        await postgres.close();
      }
    },
    60_000 + KILLS * MOST_MS_PER_KILL,
  );

  it('is found out where messages are acknowledged before they are stored', async () => {
    const broken = buildThatForgets();
    try {
      const faults = await crashAgainAndAgain({
        kills: 2,
        writers: new Writers(WRITERS),
        variables: { DATA_DIR: data.path },
        seed: SEED,
        signal: over.signal,
        root: broken.root,
      });
      expect(faults.filter(({ kind, role }) => kind === 'lost' && role === 'user')).not.toEqual([]);
    } finally {
      broken.remove();
    }
  }, 180_000);
});
