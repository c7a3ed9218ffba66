import { seededRandom } from './random.js';

/** Replies begin in many ways, and how soon a guard can release the first words depends on them. */
const OPENINGS = {
  zh: [
    '听起来这一天真的很不容易。',
    '谢谢你愿意告诉我。',
    '我能感觉到你心里的委屈。',
    '抱抱你，辛苦了。',
    '嗯，我在听。',
    '这一定让你很难受吧。',
    '原来是这样，难怪你会累。',
    '今天的你已经很努力了。',
  ],
  en: [
    'That sounds like a really heavy day.',
    'I am glad you told me about it.',
    'Thank you for trusting me with this.',
    'It makes sense that it still hurts.',
    'Oh, that must have been hard.',
    'You have carried a lot lately.',
  ],
} as const;

const BODIES = {
  zh: `被人当着大家的面批评，心里又委屈又难堪，这样的感受很正常，不是你太脆弱。先不急着想怎么解决，我们可以慢慢来。
此刻你的身体有什么感觉？肩膀是不是绷得很紧，胸口有没有闷闷的？如果愿意，试着把脚踩在地上，慢慢呼一口气，再吸一口气。
你为这件事付出了那么多，却没有被看见，难过是应该的。等情绪缓下来一点，也许可以想一想，有没有一个人能陪你说说话，或者有没有一件小事能让今晚轻松一些，比如洗个热水澡，听一首喜欢的歌。
不管你最后怎么决定，你的感受都值得被认真对待。我会在这里听你说，你想从哪里讲起都可以。`,
  en: ` Being criticised in front of other people can leave you feeling small and tired, and you are not too sensitive.
We do not have to fix anything right now. Would you like to tell me which part stays with you the most? Sometimes it helps to notice what your body is doing: are your shoulders tense, is your breathing shallow?
You put a lot of care into this, and it was not seen. Maybe tonight could hold one gentle thing for you, a warm shower, a short walk, a song you like, or a call with somebody who knows you well.
Whatever you decide, what you feel deserves to be taken seriously. I am here to listen, and you can begin wherever you like.`,
} as const;

export type ReplyLanguage = keyof typeof OPENINGS;

/** A reply's pieces as a model would send them: one to three Chinese characters, or one English word, each. */
function toPieces(language: ReplyLanguage, text: string): string[] {
  if (language === 'en') return text.split(/(?=\s)/);
  const random = seededRandom(text.length);
  const pieces: string[] = [];
  const characters = [...text];
  while (characters.length > 0) pieces.push(characters.splice(0, 1 + Math.floor(random() * 3)).join(''));
  return pieces;
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

/** Every chunk of every reply, made once: a stream costs its writes and nothing else. */
export function replyChunks(language: ReplyLanguage, count: number): Buffer[][] {
  return OPENINGS[language].map((opening) => {
    const pieces = toPieces(language, opening + BODIES[language]);
    return Array.from({ length: count }, (_, index) => {
      const content = pieces[index % pieces.length]!;
      return chunkEvent({ ...(index === 0 && { role: 'assistant' }), content });
    });
  });
}

export const REPLY_END: readonly Buffer[] = [chunkEvent({}, 'stop'), Buffer.from('data: [DONE]\n\n')];
