import { setTimeout as pause } from 'node:timers/promises';
import { replyRequest } from '../../../test/support/reply-request.js';
import { createSafety } from '../../../test/support/safety.js';
import { ScriptedModel } from '../../../test/support/scripted-ports.js';
import { LanguageModelError } from '../../llm/ports/language-model.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { companion } from '../../../test/support/turn-fixture.js';
import { StreamConfig } from '../../config/config.slices.js';
import type { Tell, TokenFrame } from '../frames/chat-frame.js';
import { SpokenReply } from '../spoken-reply.js';
import { StreamReplyStep } from './stream-reply.step.js';

describe('StreamReplyStep', () => {
  let model: ScriptedModel;
  let said: SpokenReply;
  let ending: AbortController;
  let heard: string[];

  beforeEach(() => {
    model = new ScriptedModel();
    said = new SpokenReply();
    ending = new AbortController();
    heard = [];
  });

  const say = (tell: Tell, options: { mayUseModel?: boolean; tokenDelayMs?: number } = {}) => {
    const { mayUseModel = true, tokenDelayMs = 0 } = options;
    const config = new StreamConfig({ tokenDelayMs } as StreamConfig);
    const step = new StreamReplyStep(model, companion, createSafety().service, config);
    const place = { mayUseModel, modelAnswered: (outcome: string) => heard.push(outcome) };
    return step.say(replyRequest(), { said, tell, place, signal: ending.signal });
  };

  const sayAll = async (options: { mayUseModel?: boolean; tokenDelayMs?: number } = {}) => {
    const tokens: TokenFrame[] = [];
    const outcome = await say((token) => void tokens.push(token), options);
    return { tokens, outcome, text: said.text };
  };

  it("says the model's reply whole, with positions that grow", async () => {
    const { tokens, outcome, text } = await sayAll();
    expect(text).toBe('我在听你说。慢慢来。');
    expect(tokens.map(({ content }) => content).join('')).toBe(text);
    expect(tokens.at(-1)?.position).toBe(text.length);
    expect(outcome).toEqual({ status: 'completed', fallbackUsed: false, interrupted: false });
  });

  it('lets the companion answer when the model fails before its first token', async () => {
    model.pieces = [];
    model.ending = 'breaks';
    const { outcome, text } = await sayAll();
    expect(text.length).toBeGreaterThan(5);
    expect(outcome).toEqual({ status: 'completed', fallbackUsed: true, interrupted: false });
  });

  it('tells the limit of the first token, and of nothing that comes after it', async () => {
    model.ending = 'breaks';
    await sayAll();
    expect(heard).toEqual(['began']);
  });

  it.each([
    ['first_token_timeout', ['gave_up']],
    ['rate_limited', ['gave_up']],
    ['circuit_open', []],
    ['rejected', []],
  ] as const)(
    'takes a model that fails with %s before its first token for load: %j',
    async (failure, told) => {
      model.stream = async function* () {
        await Promise.reject(new LanguageModelError(failure));
        yield '';
      };
      await sayAll();
      expect(heard).toEqual(told);
    },
  );

  it('takes a turn whose time is up for load, and one whose client left for nothing', async () => {
    for (const [reason, told] of [
      [new DomainError('timeout', 'too long'), ['gave_up']],
      [new Error('client gone'), []],
    ] as const) {
      heard = [];
      ending = new AbortController();
      model.pieces = [];
      model.ending = 'hangs';
      const reply = sayAll();
      ending.abort(reason);
      await expect(reply).rejects.toThrow();
      expect(heard).toEqual(told);
    }
  });

  it('closes a reply that broke off, and counts it as failed', async () => {
    model.ending = 'breaks';
    const { outcome, text } = await sayAll();
    expect(text).toMatch(/^我在听你说。慢慢来。.+[。！？]$/su);
    expect(outcome).toEqual({ status: 'failed', fallbackUsed: true, interrupted: true });
  });

  it.each([
    { held: '在听。', whole: '我在听。', closed: /^我在听。[^…\n]+。$/u },
    { held: '在听你说', whole: '“我在听你说', closed: /^“我在听你说”……\n.+。$/u },
  ])('closes "$whole", of which the guard still held "$held"', async ({ held, whole, closed }) => {
    model.pieces = [whole];
    model.ending = 'breaks';
    const { text, tokens } = await sayAll();
    expect(tokens[0]?.content).toBe(whole.slice(0, -held.length));
    expect(text).toMatch(closed);
  });

  it('takes a model that broke off with nothing but empty pieces for one that said nothing', async () => {
    model.pieces = [''];
    model.ending = 'breaks';
    const { outcome } = await sayAll();
    expect(outcome).toEqual({ status: 'completed', fallbackUsed: true, interrupted: false });
  });

  it('asks the companion alone when the load forbids the model, from which the limit learns nothing', async () => {
    const { outcome, text } = await sayAll({ mayUseModel: false });
    expect(heard).toEqual([]);
    expect(model.requests).toEqual([]);
    expect(text).not.toBe('');
    expect(outcome).toMatchObject({ status: 'completed', fallbackUsed: true });
  });

  it('releases nothing the guard forbids, closes with a reviewed sentence and takes nothing more', async () => {
    let taken = 0;
    model.stream = async function* () {
      for (const piece of ['我理解你。', '你可以去死', '算了。', '再多说一句。', '还有一句。']) {
        taken += 1;
        yield piece;
      }
    };
    const { outcome, text } = await sayAll();
    expect(outcome.status).toBe('blocked');
    expect(text).not.toContain('去死');
    expect(text).not.toContain('再多说');
    expect(text.length).toBeGreaterThan('我理解你。'.length);
    expect(taken).toBeLessThan(5);
  });

  it('throws the reason once aborted, instead of falling back', async () => {
    model.pieces = [];
    model.ending = 'hangs';
    const reply = sayAll();
    ending.abort(new Error('gone'));
    await expect(reply).rejects.toThrow('gone');
    expect(said.text).toBe('');
  });

  it('pulls from the model only what is asked for', async () => {
    let pulled = 0;
    model.stream = async function* () {
      for (let index = 0; index < 100; index += 1) {
        pulled += 1;
        yield '慢慢说，我在听。';
      }
    };
    let proceed = () => {};
    const reply = say(() => new Promise<void>((resolve) => (proceed = resolve)));
    await pause(5);
    expect(pulled).toBeLessThan(10);
    proceed();
    await pause(5);
    expect(pulled).toBeGreaterThan(1);
    ending.abort(new Error('gone'));
    proceed();
    model.ending = 'hangs';
    void reply.catch(() => undefined);
  });

  it('waits between tokens as configured, and not once the turn is over', async () => {
    const tokens: TokenFrame[] = [];
    const reply = say((token) => void tokens.push(token), { tokenDelayMs: 60_000 });
    await pause(5);
    expect(tokens).toHaveLength(1);
    ending.abort(new Error('gone'));
    await expect(reply).rejects.toThrow('gone');
  });
});
