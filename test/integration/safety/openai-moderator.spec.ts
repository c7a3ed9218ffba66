import { OpenAiHttpClient } from '../../../src/platform/http-client/openai-http.client.js';
import { OpenAiModerator } from '../../../src/safety/adapters/openai-moderator.js';
import { ModelServer } from '../../support/model-server.js';

const { signal } = new AbortController();
const NOTHING = { level: 'none', ruleIds: [] };

describe('OpenAiModerator', () => {
  let server: ModelServer;
  let moderator: OpenAiModerator;
  let now: number;

  const connect = (options: { model?: string; timeoutMs?: number } = {}) => {
    const client = new OpenAiHttpClient({ baseUrl: server.baseUrl, apiKey: 'key' });
    return new OpenAiModerator(client, {
      model: options.model,
      timeoutMs: options.timeoutMs ?? 1500,
      now: () => now,
    });
  };
  const judge = (...texts: string[]) => moderator.moderate({ texts }, signal);

  beforeEach(async () => {
    now = 0;
    server = await ModelServer.start();
    moderator = connect();
  });

  afterEach(async () => {
    await moderator.onApplicationShutdown();
    await server.stop();
  });

  it('asks for the message alone, and for all other texts as one', async () => {
    expect(await judge('你好')).toEqual(NOTHING);
    expect(await judge('你好', 'note', 'region')).toEqual(NOTHING);
    expect(server.moderationRequests.map(({ body }) => body)).toEqual([
      { input: '你好' },
      { input: ['你好', 'note\nregion'] },
    ]);
    expect(server.moderationRequests[0]!.headers.authorization).toBe('Bearer key');
    expect(moderator.status()).toEqual({ healthy: true, details: { moderator: 'default' } });
  });

  it('names the model where one is configured, and asks nothing about nothing', async () => {
    const named = connect({ model: 'omni' });
    await named.moderate({ texts: ['a'] }, signal);
    await named.moderate({ texts: ['  ', ''] }, signal);
    expect(server.moderationRequests.map(({ body }) => body)).toEqual([{ model: 'omni', input: 'a' }]);
    await named.onApplicationShutdown();
  });

  it.each([
    [{ 'self-harm': 0.49, 'self-harm/intent': 0.69, 'self-harm/instructions': 0.69 }, 'none', []],
    [{ 'self-harm': 0.5 }, 'medium', ['moderation.self-harm']],
    [{ 'self-harm/intent': 0.7 }, 'high', ['moderation.self-harm-intent']],
    [{ 'self-harm/instructions': 0.7 }, 'high', ['moderation.self-harm-instructions']],
    [
      { 'self-harm': 0.9, 'self-harm/intent': 0.9 },
      'high',
      ['moderation.self-harm', 'moderation.self-harm-intent'],
    ],
    [{ harassment: 1, violence: 1, sexual: 1 }, 'none', []],
  ])('reads the scores %j as %s', async (scores, level, ruleIds) => {
    server.moderationScript = { scores: () => scores };
    expect(await judge('a')).toEqual({ level, ruleIds });
  });

  it('believes the flags of a server that gives no scores', async () => {
    server.moderationScript = { scores: () => ({ 'self-harm/intent': 1 }), flagsOnly: true };
    expect(await judge('a')).toEqual({ level: 'high', ruleIds: ['moderation.self-harm-intent'] });
  });

  it('takes the worst of all texts', async () => {
    server.moderationScript = { scores: (text) => ({ 'self-harm': text === 'hidden' ? 0.8 : 0 }) };
    expect(await judge('你好', 'hidden')).toMatchObject({ level: 'medium' });
  });

  it.each([
    ['no results', { results: [] }, 'not a moderation'],
    ['something else', { error: 'quota' }, 'not a moderation'],
    [
      'scores that are words',
      { results: [{ category_scores: { 'self-harm': 'high' } }] },
      'not a moderation',
    ],
    ['no word on self-harm', { results: [{ flagged: false, categories: { hate: false } }] }, 'not judged'],
  ])('refuses an answer with %s', async (_what, body, problem) => {
    server.moderationScript = { body };
    await expect(judge('a')).rejects.toThrow(problem);
    expect(moderator.status().healthy).toBe(false);
  });

  it('does not take one result for two texts, unless it shows danger', async () => {
    const result = (score: number) => ({ results: [{ category_scores: { 'self-harm': score } }] });
    server.moderationScript = { body: result(0.1) };
    await expect(judge('a', 'b')).rejects.toThrow('a text was not judged');
    server.moderationScript = { body: result(0.9) };
    expect(await judge('a', 'b')).toMatchObject({ level: 'medium' });
  });

  it('gives up at its own deadline, or sooner when it is asked to', async () => {
    server.moderationScript = { status: 'hang' };
    const hasty = connect({ timeoutMs: 60 });
    await expect(hasty.moderate({ texts: ['a'] }, signal)).rejects.toThrow('within 60 ms');
    await expect(hasty.moderate({ texts: ['a'], patienceMs: 30 }, signal)).rejects.toThrow('within 30 ms');
    await expect(hasty.moderate({ texts: ['a'], patienceMs: 500 }, signal)).rejects.toThrow('within 60 ms');
    await hasty.onApplicationShutdown();
  });

  it('asks once, leaves a failing server alone for a while, then tries it again', async () => {
    server.moderationScript = { status: 500 };
    for (let time = 1; time <= 3; time += 1) {
      await expect(judge('a')).rejects.toThrow('status 500');
      expect(server.moderationRequests).toHaveLength(time);
    }
    server.moderationScript = {};
    await expect(judge('a')).rejects.toThrow('left alone');
    expect(server.moderationRequests).toHaveLength(3);
    now = 15_000;
    expect(await judge('a')).toEqual(NOTHING);
    expect(moderator.status().healthy).toBe(true);
  });
});
