import type { TestingModule } from '@nestjs/testing';
import { cacheOf, startCache } from '../../../test/support/cache.js';
import { Moderator, NOTHING_FOUND, type Moderation, type ModerationRequest } from '../ports/moderator.js';
import { RememberingModerator } from './remembering-moderator.js';

const signal = new AbortController().signal;
const SELF_HARM: Moderation = { level: 'medium', ruleIds: ['moderation.self-harm'] };

class ScriptedModerator extends Moderator {
  readonly asksServer = true;
  asked = 0;
  answer: Moderation | Error = NOTHING_FOUND;

  async moderate(_request: ModerationRequest): Promise<Moderation> {
    this.asked += 1;
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

describe('RememberingModerator', () => {
  let cache: TestingModule;
  let server: ScriptedModerator;
  let moderator: RememberingModerator;
  const ask = (text: string, rememberFor?: string) =>
    moderator.moderate({ texts: [text], ...(rememberFor && { rememberFor }) }, signal);

  beforeEach(async () => {
    cache = await startCache();
    server = new ScriptedModerator();
    moderator = new RememberingModerator(server, cacheOf(cache));
  });

  afterEach(() => cache.close());

  it('asks once for what a user says again, and once for each user', async () => {
    expect(await ask('早上好', 'user-1')).toEqual(NOTHING_FOUND);
    expect(await ask('早上好', 'user-1')).toEqual(NOTHING_FOUND);
    expect(server.asked).toBe(1);
    await ask('早上好', 'user-2');
    await ask('晚上好', 'user-1');
    expect(server.asked).toBe(3);
  });

  it('asks again for what it found something in, for all who ask at once', async () => {
    server.answer = SELF_HARM;
    const answers = await Promise.all([ask('…', 'user-1'), ask('…', 'user-1')]);
    expect(answers).toEqual([SELF_HARM, SELF_HARM]);
    server.answer = NOTHING_FOUND;
    expect(await ask('…', 'user-1')).toEqual(NOTHING_FOUND);
  });

  it('remembers nothing where it may not, nor a failure', async () => {
    await ask('早上好');
    await ask('早上好');
    expect(server.asked).toBe(2);
    server.answer = new Error('away');
    await expect(ask('你好', 'user-1')).rejects.toThrow('away');
    server.answer = NOTHING_FOUND;
    expect(await ask('你好', 'user-1')).toEqual(NOTHING_FOUND);
  });
});
