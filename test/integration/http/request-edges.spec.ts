import { Body, Controller, Get, Logger, Post, Query } from '@nestjs/common';
import { connect } from 'node:net';
import request from 'supertest';
import { HistoryQueryDto } from '../../../src/chat/dto/queries.dto.js';
import { HealthModule } from '../../../src/health/health.module.js';
import { OptimizationConfigDto } from '../../../src/performance/dto/optimization-config.dto.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';

@Controller('edges')
class EdgesController {
  @Get()
  read(@Query() query: HistoryQueryDto) {
    return { limit: query.limit };
  }

  @Post()
  change(@Body() body: OptimizationConfigDto) {
    return { changed: Object.keys(body) };
  }
}

interface LogLine {
  level: string;
  line: { event?: string; route?: string; status?: number };
}

describe('the edges of a request', () => {
  let running: RunningApplication;
  const logged: LogLine[] = [];

  beforeAll(async () => {
    running = await startHttpApplication(
      { imports: [HealthModule], controllers: [EdgesController] },
      { CORS_ORIGINS: 'https://app.example' },
    );
    const keep = (level: string) => (line: LogLine['line']) => void logged.push({ level, line });
    Logger.overrideLogger({
      log: keep('log'),
      warn: keep('warn'),
      error: keep('error'),
      debug: keep('debug'),
    });
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await running.close();
  });

  const faultsOf = (response: request.Response) => {
    expect(response.status).toBe(400);
    return (response.body as { errors: { field: string; problem: string }[] }).errors;
  };

  it.each([
    ['limit=abc', 'must be a whole number'],
    ['limit=1&limit=2', 'must be a whole number'],
    ['limit=1.5', 'must be a whole number'],
    ['limit=0', 'must be at least 1'],
    ['limit=1001', 'must be at most 1000'],
  ])('names the first rule that the query %s broke', async (query, problem) => {
    const response = await request(running.url).get(`/edges?${query}`);
    expect(faultsOf(response)).toEqual([{ field: 'limit', problem }]);
  });

  it.each([
    [{ max_concurrent_requests: '5' }, 'max_concurrent_requests', 'must be a whole number'],
    [{ max_concurrent_requests: null }, 'max_concurrent_requests', 'must be a whole number'],
    [{ max_concurrent_requests: 100_001 }, 'max_concurrent_requests', 'must be at most 100000'],
    [{ request_timeout: 'long' }, 'request_timeout', 'must be a number of seconds'],
    [{ ttl: 'long' }, 'ttl', 'must be an object'],
    [{ ttl: { emotion: 'long' } }, 'ttl.emotion', 'must be a whole number of seconds'],
    [{ ttl: { emotion: 0 } }, 'ttl.emotion', 'must be at least 1'],
  ])('names the first rule that the body %j broke', async (body, field, problem) => {
    const response = await request(running.url).post('/edges').send(body);
    expect(faultsOf(response)).toEqual([{ field, problem }]);
  });

  const speak = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(running.url).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('end', () => resolve(answer));
      socket.on('error', reject);
    });

  it('answers HTTP/1.1 without a Host with a problem', async () => {
    const answer = await speak('GET /livez HTTP/1.1\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('needs the header Host');
  });

  it('answers HTTP/1.0, which knows no Host', async () => {
    expect(await speak('GET /livez HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('lets scripts of an allowed origin read the ids of a stream', async () => {
    const { headers } = await request(running.url).get('/livez').set('Origin', 'https://app.example');
    expect(headers['access-control-expose-headers']?.split(',')).toEqual(
      expect.arrayContaining(['X-Request-Id', 'X-Session-Id', 'X-Message-Id', 'X-Stream-Id', 'Retry-After']),
    );
  });

  it('logs a probe for debugging only, also while the service starts', async () => {
    logged.length = 0;
    for (const path of ['/readyz', '/health/ready', '/health', '/livez']) {
      await request(running.url).get(path);
    }
    await request(running.url).get('/nowhere');
    const lines = logged.filter(({ line }) => line.event === 'request');
    expect(lines.map(({ level, line }) => `${level} ${line.route} ${line.status}`)).toEqual([
      'debug /readyz 503',
      'debug /health/ready 503',
      'debug /health 503',
      'debug /livez 200',
      'log unmatched 404',
    ]);
  });
});
