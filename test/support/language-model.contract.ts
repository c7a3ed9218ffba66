import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { LanguageModel } from '../../src/llm/ports/language-model.js';
import { readReply, replyRequest } from './reply-request.js';

export interface LanguageModelHarness {
  /** A model whose replies have more than one piece. */
  model: LanguageModel;
  release(): Promise<void>;
}

/** What every language model promises, whatever writes its replies. */
export function describeLanguageModelContract(
  name: string,
  create: () => Promise<LanguageModelHarness>,
): void {
  describe(`${name} keeps the contract of a language model`, () => {
    let harness: LanguageModelHarness;

    beforeEach(async () => {
      harness = await create();
    });
    afterEach(() => harness.release());

    const stream = (signal = new AbortController().signal, message?: string) =>
      harness.model.stream(replyRequest(message), signal)[Symbol.asyncIterator]();

    it('yields text in pieces, none of them empty, and returns', async () => {
      const { text, pieces, error } = await readReply(
        harness.model.stream(replyRequest(), new AbortController().signal),
      );
      expect(error).toBeUndefined();
      expect(text.trim()).not.toBe('');
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces).not.toContain('');
      expect(pieces.some((piece) => /\p{Surrogate}/u.test(piece))).toBe(false);
    });

    it('throws the reason of a signal that was aborted before, without a word', async () => {
      const reason = new Error('left before');
      await expect(stream(AbortSignal.abort(reason)).next()).rejects.toBe(reason);
    });

    it('throws the reason of an abort in the middle of the reply', async () => {
      const caller = new AbortController();
      const reply = stream(caller.signal);
      await reply.next();
      const reason = new Error('left in the middle');
      caller.abort(reason);
      await expect(reply.next()).rejects.toBe(reason);
    });

    it('ends quietly when the reader stops reading', async () => {
      const reply = stream();
      await reply.next();
      await expect(reply.return?.()).resolves.toMatchObject({ done: true });
      await expect(reply.next()).resolves.toMatchObject({ done: true });
    });

    it('leaves no listener on the signal', async () => {
      const { signal } = new AbortController();
      await readReply(harness.model.stream(replyRequest(), signal));
      const reply = stream(signal);
      await reply.next();
      await reply.return?.();
      // A closed connection lets go of the signal in one of the next turns of the event loop.
      for (let turn = 0; turn < 100 && getEventListeners(signal, 'abort').length > 0; turn += 1) {
        await setImmediate();
      }
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    });

    it('writes many replies at once, and an abort ends only its own', async () => {
      const left = new AbortController();
      const replies = Array.from({ length: 8 }, (_, index) =>
        readReply(
          harness.model.stream(
            replyRequest(`第${index}件事`, { sessionKey: `session-${index}` }),
            index === 0 ? left.signal : new AbortController().signal,
          ),
        ),
      );
      left.abort(new Error('left'));
      const [aborted, ...others] = await Promise.all(replies);
      expect(aborted?.error).toEqual(new Error('left'));
      expect(others.map(({ error }) => error)).toEqual(others.map(() => undefined));
      expect(others.every(({ text }) => text.trim() !== '')).toBe(true);
    });
  });
}
