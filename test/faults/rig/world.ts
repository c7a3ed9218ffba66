import { eventually } from '../../support/client.js';
import { TestPostgresServer } from '../../support/database.js';
import { ModelServer, type ModelScript } from '../../support/model-server.js';
import { RedisServer } from '../../support/redis-server.js';
import { spawnService, temporaryFolder, type ServiceProcess } from '../../support/service.js';
import { FaultProxy } from './fault-proxy.js';
import { ServiceView } from './service-view.js';
import { SEED } from './sizes.js';

/** Deadlines short enough for a whole matrix; the defaults are longer, the rules the same. */
export const LIMITS_MS = { firstToken: 600, reply: 2000, database: 1500 } as const;

const CALM_TOKENS = ['我', '在', '听', '，', '你', '慢慢', '说', '。'];
export const CALM_REPLY = CALM_TOKENS.join('');
export const CALM_SCRIPT: ModelScript = { tokens: CALM_TOKENS, gapMs: 5 };

interface Dependencies {
  redis: RedisServer;
  postgres: TestPostgresServer;
  model: ModelServer;
}

type Proxies = Record<keyof Dependencies, FaultProxy>;

/** The servers, the proxies before them and the data folder. */
class Surroundings {
  constructor(
    readonly servers: Dependencies,
    readonly proxies: Proxies,
    readonly folder: { path: string; remove(): void },
  ) {}

  async stop(): Promise<void> {
    const { redis, postgres, model } = this.servers;
    await Promise.all(Object.values(this.proxies).map((proxy) => proxy.close()));
    await Promise.all([redis.close(), postgres.close(), model.stop()]);
    this.folder.remove();
  }
}

/** The built service as a process of its own, with a fault proxy before each server it depends on. */
export class World {
  private constructor(
    private readonly surroundings: Surroundings,
    private readonly running: ServiceProcess,
  ) {}

  /** @param beforeStart faults that are there when the service starts. */
  static async start(
    variables: Record<string, string> = {},
    beforeStart: (proxies: Proxies) => Promise<void> = async () => undefined,
  ): Promise<World> {
    const [redis, postgres, model] = await Promise.all([
      RedisServer.start(),
      TestPostgresServer.start(),
      ModelServer.start(CALM_SCRIPT),
    ]);
    const postgresUrl = new URL(postgres.url);
    const proxies = {
      redis: await FaultProxy.start(redis.port, { seed: SEED }),
      postgres: await FaultProxy.start(Number(postgresUrl.port), { seed: SEED }),
      model: await FaultProxy.start(model.port, { seed: SEED }),
    };
    postgresUrl.port = String(proxies.postgres.port);
    const surroundings = new Surroundings({ redis, postgres, model }, proxies, temporaryFolder());
    try {
      await beforeStart(proxies);
      const running = await spawnService({
        DATA_DIR: surroundings.folder.path,
        REDIS_URL: `redis://127.0.0.1:${proxies.redis.port}`,
        DATABASE_URL: postgresUrl.href,
        LLM_BASE_URL: `http://127.0.0.1:${proxies.model.port}/v1`,
        LLM_MODEL: 'scripted',
        LLM_FIRST_TOKEN_TIMEOUT: String(LIMITS_MS.firstToken / 1000),
        LLM_TIMEOUT: String(LIMITS_MS.reply / 1000),
        DATABASE_TIMEOUT: String(LIMITS_MS.database / 1000),
        VECTOR_SEARCH_TIMEOUT: String(LIMITS_MS.database / 1000),
        ANALYSIS_TIMEOUT: String(LIMITS_MS.database / 1000),
        ...variables,
      });
      return new World(surroundings, running);
    } catch (error) {
      await surroundings.stop();
      throw error;
    }
  }

  get servers(): Dependencies {
    return this.surroundings.servers;
  }

  get proxies(): Proxies {
    return this.surroundings.proxies;
  }

  get service(): ServiceProcess {
    return this.running;
  }

  get view(): ServiceView {
    return new ServiceView(this.running);
  }

  async healthy(withinMs: number): Promise<void> {
    await eventually(
      async () => (await this.view.health()).status === 'healthy' || undefined,
      'the service is healthy',
      withinMs,
    );
  }

  /** No writes wait for the database any more. */
  async settled(withinMs: number): Promise<void> {
    await eventually(
      async () => (await this.view.metric('xinyu_spool_pending')) === 0 || undefined,
      'the spool is empty',
      withinMs,
    );
  }

  /** Takes back every fault that a row may have caused. */
  async heal(): Promise<void> {
    const { redis, postgres, model } = this.servers;
    model.script = CALM_SCRIPT;
    model.modelsStatus = 200;
    redis.resume();
    postgres.thaw();
    await Promise.all(Object.values(this.proxies).map((proxy) => proxy.heal()));
  }

  async stop(): Promise<void> {
    await this.running.end('SIGKILL');
    await this.surroundings.stop();
  }
}
