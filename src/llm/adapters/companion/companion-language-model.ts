import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { FallbackLanguageModel, type ReplyContext, type ReplyRequest } from '../../ports/language-model.js';
import { toChunks } from './chunks.js';
import { bookOf, composeReply } from './compose-reply.js';
import { hash } from './line-picker.js';

/** The built-in companion: reviewed sentences, chosen and put together by rules. No network, no state, no waiting. */
@Injectable()
export class CompanionLanguageModel extends FallbackLanguageModel implements OnApplicationBootstrap {
  readonly kind = 'companion';

  /**
   * The patterns are compiled on first use, which takes tens of milliseconds: better now than in someone's first reply,
   * but not before the service listens, and piece by piece, as others may be talking already.
   */
  onApplicationBootstrap(): void {
    setTimeout(() => warmUp(WARM_UP_MESSAGES), WARM_UP_AFTER_MS).unref();
  }

  async *stream({ context }: ReplyRequest, signal: AbortSignal): AsyncGenerator<string> {
    signal.throwIfAborted();
    for (const chunk of toChunks(composeReply(context), context.language)) {
      signal.throwIfAborted();
      yield chunk;
    }
    signal.throwIfAborted();
  }

  closeBrokenReply(partial: string, context: ReplyContext): string {
    const atRisk = context.riskLevel === 'medium' || context.riskLevel === 'high';
    const lines = bookOf(context.language).broken[atRisk ? 'atRisk' : 'ordinary'];
    const sentence = lines[hash(`${context.sessionKey}|${context.history.length}`) % lines.length] ?? '';
    return joint(partial, context.language) + sentence;
  }
}

const WARM_UP_AFTER_MS = 200;
const WARM_UP_MESSAGES = ['嗯嗯嗯 mm hello there', '你还记得我的猫吗', 'do you remember my cat?'].flatMap(
  (message) => [{ message, language: 'zh' } as const, { message, language: 'en' } as const],
);
const WARM_UP: Omit<ReplyContext, 'language' | 'message'> = {
  emotion: 'anxious',
  intensity: 7,
  riskLevel: 'none',
  memories: ['我养猫', 'I have a cat'],
  history: [],
  sessionKey: 'warm-up',
};

function warmUp([next, ...rest]: readonly Pick<ReplyContext, 'language' | 'message'>[]): void {
  if (next === undefined) return;
  composeReply({ ...WARM_UP, ...next });
  setImmediate(() => warmUp(rest));
}

/** What has to stand between a broken text and the sentence that closes it. */
function joint(partial: string, language: ReplyContext['language']): string {
  const text = partial.trimEnd();
  if (text === '') return '';
  const unclosed = (text.match(/“/gu)?.length ?? 0) > (text.match(/”/gu)?.length ?? 0) ? '”' : '';
  const ended = /[。！？!?.…]["”’」』）)]*$/u.test(text) && unclosed === '';
  if (!ended) return `${unclosed}${language === 'zh' ? '……' : '…'}\n`;
  return language === 'en' && text === partial ? ' ' : '';
}
