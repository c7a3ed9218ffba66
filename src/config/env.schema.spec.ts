import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, environmentSchema, parseEnvironment } from './env.schema.js';
import { packageRoot } from './package-root.js';

const faultsOf = (variables: Record<string, string>) => {
  try {
    parseEnvironment(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults.map((fault) => fault.variable).sort();
  }
};

describe('parseEnvironment', () => {
  it('needs nothing: every variable has a default or may be unset', () => {
    expect(parseEnvironment({})).toMatchObject({
      PORT: 8000,
      HOST: '127.0.0.1',
      REQUEST_TIMEOUT: 30_000,
      CACHE_EMOTION_TTL: 1800,
      MAX_CONCURRENT_REQUESTS: 50,
      STREAMING_ENABLED: true,
    });
  });

  it('counts an empty string as unset, as in .env files', () => {
    const parsed = parseEnvironment({ PORT: '', REDIS_URL: ' ' });
    expect(parsed.PORT).toBe(8000);
    expect(parsed.REDIS_URL).toBeUndefined();
  });

  it('turns seconds into milliseconds', () => {
    expect(parseEnvironment({ LLM_TIMEOUT: '2.5' }).LLM_TIMEOUT).toBe(2500);
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'eight'],
    ['CACHE_ENABLED', 'maybe'],
    ['REDIS_URL', 'http://localhost'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['LLM_TIMEOUT', '-1'],
    ['MAX_CONCURRENT_REQUESTS', '0'],
    ['WEB_CONCURRENCY', '0'],
    ['LOG_LEVEL', 'loud'],
    ['DEFAULT_REGION', 'XX'],
    ['ADMIN_TOKEN', 'short'],
    ['CACHE_PREFIX', 'a b'],
    ['EMOTION_PROVIDER', 'remote'],
    ['SAFETY_PROVIDER', 'off'],
    ['MODERATION_BASE_URL', 'localhost'],
  ])('refuses %s=%s by name', (variable, value) => {
    expect(faultsOf({ [variable]: value })).toEqual([variable]);
  });

  it('reports all faults together', () => {
    expect(faultsOf({ PORT: 'x', REQUEST_TIMEOUT: 'y', LLM_BASE_URL: 'http://localhost:1' })).toEqual([
      'LLM_MODEL',
      'PORT',
      'REQUEST_TIMEOUT',
    ]);
  });

  it('wants a server for the model that reads feelings, by the name of its variable', () => {
    expect(faultsOf({ EMOTION_PROVIDER: 'LLM', PORT: 'x' })).toEqual(['LLM_BASE_URL', 'PORT']);
    const server = { LLM_BASE_URL: 'http://localhost:1', LLM_MODEL: 'm' };
    expect(parseEnvironment({ EMOTION_PROVIDER: 'LLM', ...server }).EMOTION_PROVIDER).toBe('llm');
  });

  it('wants a database server for several processes, and says so with the other faults', () => {
    const DATABASE_URL = 'postgres://localhost/x';
    expect(faultsOf({ WEB_CONCURRENCY: '2', LOG_LEVEL: 'loud' })).toEqual(['DATABASE_URL', 'LOG_LEVEL']);
    expect(faultsOf({ WEB_CONCURRENCY: '65', DATABASE_URL })).toEqual(['WEB_CONCURRENCY']);
    expect(faultsOf({ WEB_CONCURRENCY: '64', DATABASE_URL })).toEqual([]);
    expect(parseEnvironment({ WEB_CONCURRENCY: '1' }).WEB_CONCURRENCY).toBe(1);
  });

  it("wants a server for moderation, its own or the model's", () => {
    expect(faultsOf({ SAFETY_PROVIDER: 'moderation' })).toEqual(['MODERATION_BASE_URL']);
    expect(faultsOf({ SAFETY_PROVIDER: 'moderation', MODERATION_BASE_URL: 'http://localhost:1' })).toEqual(
      [],
    );
    const llm = { LLM_BASE_URL: 'http://localhost:1', LLM_MODEL: 'm' };
    expect(faultsOf({ SAFETY_PROVIDER: 'moderation', ...llm })).toEqual([]);
  });

  it('never repeats a value in its message', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(environmentSchema.shape)),
        fc.stringMatching(/^[a-z]{12,20}$/).map((text) => `q${text}#secret`),
        (variable, value) => {
          try {
            parseEnvironment({ [variable]: value });
          } catch (error) {
            expect(String((error as Error).message)).not.toContain(value);
          }
        },
      ),
    );
  });

  it('is explained in .env.example, variable by variable', () => {
    const example = readFileSync(join(packageRoot(), '.env.example'), 'utf8');
    const missing = Object.keys(environmentSchema.shape).filter(
      (name) => !new RegExp(`^#? ?${name}=`, 'm').test(example),
    );
    expect(missing).toEqual([]);
  });

  it('reaches the service that docker compose starts, but for what its image sets', () => {
    const compose = readFileSync(join(packageRoot(), 'docker-compose.yml'), 'utf8');
    const [, service = ''] = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(compose) ?? [];
    const handedOn = [...service.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name);
    const imageSets = ['HOST', 'PORT', 'DATA_DIR'];
    expect([...handedOn, ...imageSets].sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });
});
