import type { Request, Response } from 'express';
import { IsString } from 'class-validator';
import { requestContext, routeTemplate } from './request-context.js';
import { validateInput } from './validation-pipe.js';

class TurnDto {
  @IsString()
  message: string;
}

describe('RequestContext', () => {
  it('names the phases of an answer as Server-Timing', () => {
    const context = requestContext({} as Response);
    context.phase('emotion', 12.34);
    expect(context.serverTiming()).toMatch(/^emotion;dur=12\.3, total;dur=\d+\.\d$/);
  });

  it('keeps the first mark of the first byte', () => {
    const response = {} as Response;
    expect(requestContext(response).timeToFirstByteMs).toBeUndefined();
    requestContext(response).markFirstByte();
    const first = requestContext(response).timeToFirstByteMs;
    requestContext(response).markFirstByte();
    expect(first).toBeGreaterThanOrEqual(0);
    expect(requestContext(response).timeToFirstByteMs).toBe(first);
  });

  it('never takes a path for a route', () => {
    expect(routeTemplate({ path: '/chat/sessions/secret' } as Request)).toBe('unmatched');
    expect(routeTemplate({ route: { path: '/chat/sessions/:id' } } as Request)).toBe('/chat/sessions/:id');
  });
});

describe('validateInput', () => {
  it('gives the typed value of good input', async () => {
    await expect(validateInput(TurnDto, { message: 'a' })).resolves.toBeInstanceOf(TurnDto);
  });

  it.each([
    [null, 'body'],
    ['text', 'body'],
    [{ message: 5 }, 'message'],
    [{ message: 'a\0' }, 'message'],
    [{ message: 'a', other: 1 }, 'other'],
  ])('refuses %j, naming the field', async (value, field) => {
    await expect(validateInput(TurnDto, value)).rejects.toMatchObject({
      code: 'invalid_request',
      faults: [{ field }],
    });
  });
});
