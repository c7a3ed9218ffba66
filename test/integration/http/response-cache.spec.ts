import { Controller, Get, Param, Post, Sse, UseInterceptors } from '@nestjs/common';
import { of } from 'rxjs';
import request from 'supertest';
import { CacheModule } from '../../../src/cache/cache.module.js';
import { ResponseCache, ResponseCacheInterceptor } from '../../../src/cache/response-cache.interceptor.js';
import { DomainError } from '../../../src/platform/errors/domain-error.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';

let calls = 0;
let gate: Promise<void> | undefined;

@Controller('kept')
@UseInterceptors(ResponseCacheInterceptor)
class KeptController {
  @Get('users/:id')
  @ResponseCache({ seconds: 60, scope: (asked) => String(asked.params.id) })
  async user(@Param('id') id: string) {
    calls += 1;
    await gate;
    return { id, calls };
  }

  @Get('fails')
  @ResponseCache({ seconds: 60, scope: () => 'all' })
  fails() {
    calls += 1;
    if (calls === 1) throw new DomainError('overloaded', 'Busy.');
    return { calls };
  }

  @Get('unmarked')
  unmarked() {
    calls += 1;
    return { calls };
  }

  @Post('posted')
  @ResponseCache({ seconds: 60, scope: () => 'all' })
  posted() {
    calls += 1;
    return { calls };
  }

  @Sse('stream')
  stream() {
    return of({ data: 'one' }, { data: 'two' });
  }
}

describe('ResponseCacheInterceptor', () => {
  let running: RunningApplication;
  const get = async (path: string) => (await request(running.url).get(path)).body as unknown;

  beforeEach(async () => {
    calls = 0;
    gate = undefined;
    running = await startHttpApplication({ imports: [CacheModule], controllers: [KeptController] });
  });
  afterEach(() => running.close());

  it('keeps an answer for its URL and its scope only', async () => {
    expect(await get('/kept/users/ann')).toEqual({ id: 'ann', calls: 1 });
    expect(await get('/kept/users/ann')).toEqual({ id: 'ann', calls: 1 });
    expect(await get('/kept/users/bob')).toEqual({ id: 'bob', calls: 2 });
    expect(await get('/kept/users/ann?page=2')).toEqual({ id: 'ann', calls: 3 });
  });

  it('lets requests that come together share one computation', async () => {
    let open = () => {};
    gate = new Promise((resolve) => (open = resolve));
    const both = [get('/kept/users/ann'), get('/kept/users/ann')];
    while (calls === 0) await new Promise(setImmediate);
    open();
    expect(await Promise.all(both)).toEqual([
      { id: 'ann', calls: 1 },
      { id: 'ann', calls: 1 },
    ]);
  });

  it('does not keep errors', async () => {
    expect(await get('/kept/fails')).toMatchObject({ code: 'overloaded' });
    expect(await get('/kept/fails')).toEqual({ calls: 2 });
  });

  it('leaves unmarked routes, other methods and streams alone', async () => {
    await get('/kept/unmarked');
    expect(await get('/kept/unmarked')).toEqual({ calls: 2 });
    await request(running.url).post('/kept/posted');
    expect((await request(running.url).post('/kept/posted')).body).toEqual({ calls: 4 });
    const stream = await request(running.url).get('/kept/stream');
    expect(stream.text).toMatch(/data: one[^]*data: two/);
  });
});
