import { Body, Controller, Get, HttpException, Logger, Param, Post, Query, Res, Sse } from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { Response } from 'express';
import fc from 'fast-check';
import { connect } from 'node:net';
import { Observable, concat, of, throwError } from 'rxjs';
import request from 'supertest';
import { DomainError, type ErrorCode } from '../../../src/platform/errors/domain-error.js';
import { PROBLEMS } from '../../../src/platform/http/problem-table.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { DeadlineExceededError } from '../../../src/platform/resilience/deadline.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';

const SECRET = '我今天很难过 secret-words';

class InnerDto {
  @IsInt()
  size: number;
}

class EchoDto {
  @IsString()
  @MaxLength(20)
  message: string;

  @IsOptional()
  @IsObject()
  metadata?: object;

  @IsOptional()
  @ValidateNested()
  @Type(() => InnerDto)
  inner?: InnerDto;
}

class PageDto {
  @IsOptional()
  @IsString()
  limit?: string;
}

@Controller('probe')
class ProbeController {
  @Post('echo')
  echo(@Body() body: EchoDto) {
    return { length: body.message.length };
  }

  @Get('items/:id')
  item(@Param('id') id: string, @Query() query: PageDto) {
    return { id, limit: query.limit ?? null };
  }

  @Get('fail/:kind')
  fail(@Param('kind') kind: string) {
    if (kind in PROBLEMS) {
      throw new DomainError(
        kind as ErrorCode,
        'A sentence.',
        kind === 'overloaded' ? { retryAfterSeconds: 7.2 } : {},
      );
    }
    if (kind === 'throttled') throw new ThrottlerException();
    if (kind === 'deadline') throw new DeadlineExceededError('the inside of the model', 5);
    if (kind === 'http') throw new HttpException(SECRET, 418);
    if (kind === 'string') throw SECRET as unknown as Error;
    throw new Error(`Failed query: insert values (${SECRET})`, { cause: new TypeError(SECRET) });
  }

  @Sse('broken-stream')
  brokenStream(): Observable<{ data: string }> {
    return concat(
      of({ data: 'first' }),
      throwError(() => new Error(SECRET)),
    );
  }

  @Get('broken-write')
  brokenWrite(@Res() response: Response) {
    response.write('half');
    throw new Error(SECRET);
  }
}

describe('problems over HTTP', () => {
  let running: RunningApplication;
  const logged: unknown[] = [];

  beforeAll(async () => {
    running = await startHttpApplication(
      { controllers: [ProbeController] },
      { CORS_ORIGINS: 'https://app.example' },
    );
    const keep = (...parts: unknown[]) => void logged.push(...parts);
    Logger.overrideLogger({ log: keep, error: keep, warn: keep, debug: keep, verbose: keep, fatal: keep });
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await running.close();
  });

  const expectProblem = (response: request.Response, code: ErrorCode) => {
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    const body = response.body as Record<string, unknown>;
    expect(body).toMatchObject({
      type: `urn:xinyu:problem:${code}`,
      title: PROBLEMS[code].title,
      status: PROBLEMS[code].status,
      code,
      request_id: response.headers['x-request-id'],
    });
    expect(typeof body.detail).toBe('string');
    expect(response.status).toBe(PROBLEMS[code].status);
    expect(JSON.stringify(body)).not.toMatch(
      /secret-words|node_modules|\.ts:|Failed query|inside of the model/,
    );
    return body as { detail: string; errors?: { field: string; problem: string }[] };
  };

  it.each(Object.keys(PROBLEMS) as ErrorCode[])('answers the domain error %s by the table', async (code) => {
    const response = await request(running.url).get(`/probe/fail/${code}`);
    expectProblem(response, code);
  });

  it('says when to come back, rounded up', async () => {
    const overloaded = await request(running.url).get('/probe/fail/overloaded');
    expect(overloaded.headers['retry-after']).toBe('8');
    const stopping = await request(running.url).get('/probe/fail/shutting_down');
    expect(stopping.headers['retry-after']).toBe('5');
    const throttled = await request(running.url).get('/probe/fail/throttled');
    expectProblem(throttled, 'rate_limited');
    expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('turns errors of the inside into neutral sentences', async () => {
    expectProblem(await request(running.url).get('/probe/fail/deadline'), 'timeout');
    expectProblem(await request(running.url).get('/probe/fail/http'), 'invalid_request');
    expectProblem(await request(running.url).get('/probe/fail/string'), 'internal_error');
    expectProblem(await request(running.url).get('/probe/fail/unknown'), 'internal_error');
  });

  it('logs an unknown error with its request id and place, never its words', async () => {
    logged.length = 0;
    await request(running.url).get('/probe/fail/unknown').set('X-Request-Id', 'trace-me');
    const text = JSON.stringify(logged);
    expect(text).toContain('unexpected_error');
    expect(text).toContain('trace-me');
    expect(text).toContain('TypeError');
    expect(text).not.toContain('secret-words');
  });

  it('answers unknown paths and wrong methods as problems with an id', async () => {
    expectProblem(await request(running.url).get('/nowhere'), 'not_found');
    const wrong = await request(running.url).get('/probe/echo');
    expectProblem(wrong, 'method_not_allowed');
    expect(wrong.headers.allow).toBe('POST');
    expectProblem(await request(running.url).get('/probe/items/%FF'), 'invalid_request');
    expectProblem(await request(running.url).post('/%FF'), 'not_found');
  });

  it('names the body when it is not JSON, without quoting it', async () => {
    const response = await request(running.url)
      .post('/probe/echo')
      .set('Content-Type', 'application/json')
      .send(`{"message": "${SECRET}`);
    expect(expectProblem(response, 'invalid_request').errors).toEqual([
      { field: 'body', problem: 'must be valid JSON' },
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['an array', '[1]'],
    ['an empty array', '[]'],
  ])('names the body when it is %s', async (_name, body) => {
    const call = request(running.url).post('/probe/echo');
    const response = await (body === undefined
      ? call
      : call.set('Content-Type', 'application/json').send(body));
    expect(expectProblem(response, 'invalid_request').errors?.[0]?.field).toBe('body');
  });

  it('refuses other media types and says what to send', async () => {
    const response = await request(running.url).post('/probe/echo').type('form').send('message=hello');
    expect(expectProblem(response, 'unsupported_media_type').detail).toContain('application/json');
    expectProblem(
      await request(running.url).post('/probe/echo').type('text').send('hello'),
      'unsupported_media_type',
    );
    const zipped = await request(running.url)
      .post('/probe/echo')
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', 'made-up')
      .send('{}');
    expectProblem(zipped, 'unsupported_media_type');
  });

  it('refuses bodies over 192 KiB', async () => {
    const response = await request(running.url)
      .post('/probe/echo')
      .send({ message: 'x'.repeat(193 * 1024) });
    expectProblem(response, 'payload_too_large');
  });

  it('names wrong, missing and unknown fields by path, never their value', async () => {
    const response = await request(running.url)
      .post('/probe/echo')
      .send({ inner: { size: SECRET }, extra: SECRET });
    const { errors } = expectProblem(response, 'invalid_request');
    expect(errors?.map(({ field }) => field).sort()).toEqual(['extra', 'inner.size', 'message']);
    expect(errors?.find(({ field }) => field === 'extra')?.problem).toBe('is not a known field');
  });

  it('refuses NUL characters wherever they hide, naming the field', async () => {
    const fieldsOf = async (call: request.Test) => expectProblem(await call, 'invalid_request').errors;
    const post = (body: object) => request(running.url).post('/probe/echo').send(body);
    expect(await fieldsOf(post({ message: 'a\0b' }))).toMatchObject([{ field: 'message' }]);
    expect(await fieldsOf(post({ message: 'a', metadata: { deep: ['ok', 'x\0'] } }))).toMatchObject([
      { field: 'metadata.deep.1' },
    ]);
    expect(await fieldsOf(request(running.url).get('/probe/items/a%00b'))).toMatchObject([{ field: 'id' }]);
    expect(await fieldsOf(request(running.url).get('/probe/items/a?limit=%00'))).toMatchObject([
      { field: 'limit' },
    ]);
  });

  it('refuses nesting that would overflow a recursive library', async () => {
    const depth = 20_000;
    const body = `{"message":"a","metadata":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    const response = await request(running.url)
      .post('/probe/echo')
      .set('Content-Type', 'application/json')
      .send(body);
    expect(expectProblem(response, 'invalid_request').errors?.[0]?.problem).toContain('nested');
  });

  it('keeps a sane request id and replaces any other', async () => {
    const kept = await request(running.url).get('/probe/items/a').set('X-Request-Id', 'a.b:c_d-1');
    expect(kept.headers['x-request-id']).toBe('a.b:c_d-1');
    for (const bad of ['has space', 'x'.repeat(129), '<script>', '']) {
      const replaced = await request(running.url).get('/probe/items/a').set('X-Request-Id', bad);
      expect(replaced.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('cuts the connection when the answer had already begun', async () => {
    await expect(request(running.url).get('/probe/broken-write')).rejects.toThrow();
    const after = await request(running.url).get('/probe/items/a');
    expect(after.status).toBe(200);
  });

  it('survives a stream that breaks in the middle', async () => {
    const response = await request(running.url).get('/probe/broken-stream');
    expect(response.text).toContain('first');
    expect(response.text).not.toContain('node_modules');
  });

  it('answers bytes that are not HTTP with a problem', async () => {
    const { port } = new URL(running.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('X-Request-Id: ');
  });

  it('answers headers beyond reason with a problem', async () => {
    const response = await request(running.url).get('/probe/items/a').set('X-Long', 'x'.repeat(20_000));
    expect(response.status).toBe(431);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(response.text)).toMatchObject({ status: 431, code: 'invalid_request' });
  });

  it('answers any JSON body with success or a well-formed problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        const response = await request(running.url)
          .post('/probe/echo')
          .set('Content-Type', 'application/json')
          .send(body);
        if (response.status === 201) return;
        expect(response.status).toBe(400);
        expectProblem(response, 'invalid_request');
      }),
      { numRuns: 60 },
    );
  });

  it('answers odd keys beside a good message without failing inside', async () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then']) {
      const response = await request(running.url)
        .post('/probe/echo')
        .set('Content-Type', 'application/json')
        .send(`{"message":"a","${key}":{"x":1},"metadata":{"${key}":1}}`);
      expect([201, 400]).toContain(response.status);
    }
  });

  it('measures by route pattern and status class only', async () => {
    await request(running.url).get('/probe/items/some-private-id');
    const timed = await request(running.url).get('/probe/items/x');
    expect(timed.headers['server-timing']).toMatch(/^total;dur=\d/);
    const text = await running.app.get(Metrics).registry.metrics();
    expect(text).toContain(
      'xinyu_http_request_duration_seconds_count{route="/probe/items/:id",method="GET",status="2xx"}',
    );
    expect(text).toContain('route="unmatched"');
    expect(text).not.toContain('some-private-id');
  });

  it('sends the security headers and no server name', async () => {
    const { headers } = await request(running.url).get('/probe/items/a');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  it('allows the configured origins only', async () => {
    const allowed = await request(running.url).get('/probe/items/a').set('Origin', 'https://app.example');
    expect(allowed.headers['access-control-allow-origin']).toBe('https://app.example');
    const other = await request(running.url).get('/probe/items/a').set('Origin', 'https://evil.example');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
