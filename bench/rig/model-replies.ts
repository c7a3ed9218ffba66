import { seededRandom } from './random.js';

const REPLIES = {
  zh: `听起来这一天真的很不容易，谢谢你愿意把它说给我听。被人当着大家的面批评，心里又委屈又难堪，这样的感受很正常，不是你太脆弱。
先不急着想怎么解决，我们可以慢慢来。此刻你的身体有什么感觉？肩膀是不是绷得很紧，胸口有没有闷闷的？如果愿意，试着把脚踩在地上，慢慢呼一口气，再吸一口气。
你为这件事付出了那么多，却没有被看见，难过是应该的。等情绪缓下来一点，也许可以想一想，有没有一个人能陪你说说话，或者有没有一件小事能让今晚轻松一些，比如洗个热水澡，听一首喜欢的歌。
不管你最后怎么决定，你的感受都值得被认真对待。我会在这里听你说，你想从哪里讲起都可以。`,
  en: `That sounds like a really heavy day, and I am glad you told me about it. Being criticised in front of other people can leave you feeling small and tired, and it makes sense that it still hurts.
We do not have to fix anything right now. Would you like to tell me which part stays with you the most? Sometimes it helps to notice what your body is doing: are your shoulders tense, is your breathing shallow?
You put a lot of care into this, and it was not seen. Maybe tonight could hold one gentle thing for you, a warm shower, a short walk, a song you like, or a call with somebody who knows you well.
Whatever you decide, what you feel deserves to be taken seriously. I am here to listen, and you can begin wherever you like.`,
} as const;

export type ReplyLanguage = keyof typeof REPLIES;

/** The reply's pieces as a model would send them: one to three Chinese characters, or one English word, each. */
export function replyTokens(language: ReplyLanguage, count: number): string[] {
  const random = seededRandom(11);
  const pieces: string[] = [];
  if (language === 'en') pieces.push(...REPLIES.en.split(/(?=\s)/));
  else {
    const characters = [...REPLIES.zh];
    while (characters.length > 0) pieces.push(characters.splice(0, 1 + Math.floor(random() * 3)).join(''));
  }
  return Array.from({ length: count }, (_, index) => pieces[index % pieces.length]!);
}

export function chunkEvent(delta: object, finishReason: string | null = null): Buffer {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  const chunk = {
    id: 'chatcmpl-7f2b1c',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'bench',
    choices,
  };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}

/** Every chunk of a reply, made once: a stream costs its writes and nothing else. */
export function replyChunks(language: ReplyLanguage, count: number): Buffer[] {
  return replyTokens(language, count).map((content, index) =>
    chunkEvent({ ...(index === 0 && { role: 'assistant' }), content }),
  );
}

export const REPLY_END: readonly Buffer[] = [chunkEvent({}, 'stop'), Buffer.from('data: [DONE]\n\n')];
