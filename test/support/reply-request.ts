import type { ReplyContext, ReplyRequest } from '../../src/llm/ports/language-model.js';

/** A request as the pipeline makes it, with the parts a test does not care about filled in. */
export function replyRequest(message = '最近总是睡不好', context: Partial<ReplyContext> = {}): ReplyRequest {
  return {
    messages: () => [
      { role: 'system', content: '你是心语。' },
      { role: 'user', content: message },
    ],
    context: {
      language: 'zh',
      emotion: 'sad',
      intensity: 5,
      riskLevel: 'none',
      memories: [],
      history: [],
      message,
      sessionKey: 'session-1',
      ...context,
    },
  };
}

/** Reads a reply to its end: the text, its pieces, and what ended it if it was not whole. */
export async function readReply(
  reply: AsyncIterable<string>,
): Promise<{ text: string; pieces: string[]; error: unknown }> {
  const pieces: string[] = [];
  try {
    for await (const piece of reply) pieces.push(piece);
    return { text: pieces.join(''), pieces, error: undefined };
  } catch (error) {
    return { text: pieces.join(''), pieces, error };
  }
}
