import type { Language } from '../../platform/language/language.js';
import type { GuardTopic } from '../guard/guard-rules.js';
import type { RiskLevel } from '../safety.types.js';

/*
 * Every sentence a person in danger may read from this service without a model. Changing one needs a review: the
 * emergency number first, nothing about methods, no promise of a person, no diagnosis, and that this is an AI.
 */

export interface ReviewedPhrases {
  emergency: string;
  line: string;
}

type CardLevel = Exclude<RiskLevel, 'none'>;

const CARDS: Record<Language, Record<CardLevel, (phrases: ReviewedPhrases) => string>> = {
  zh: {
    low: () => '如果你愿意，除了和我聊聊，也可以找专业的人说说。下面这些热线可以拨打。',
    medium: () =>
      '你说的这些很重要，谢谢你愿意说出来。你不必一个人扛着，下面的热线可以马上拨打；如果现在就有危险，请打急救或报警电话。',
    high: ({ emergency }) =>
      `如果你现在有危险，请马上拨打 ${emergency}，或去最近的医院急诊。你的安全最重要。`,
  },
  en: {
    low: () =>
      'If you would like to, you can also talk to someone trained to listen. These lines are there for you.',
    medium: () =>
      'Thank you for telling me this. You do not have to carry it alone: you can reach one of these lines now. If you are in danger right now, call the emergency number.',
    high: ({ emergency }) =>
      `If you are in danger right now, please call ${emergency}, or go to the nearest emergency department. Your safety comes first.`,
  },
};

const LINES: Record<Language, (phrases: ReviewedPhrases) => string> = {
  zh: ({ emergency, line }) => `如果难受得撑不住，可以联系${line}；有危险请马上拨打 ${emergency}。`,
  en: ({ emergency, line }) =>
    `If it becomes too much, you can contact ${line}. In danger, please call ${emergency} right away.`,
};

const FIXED_REPLIES: Record<Language, (phrases: ReviewedPhrases) => string> = {
  zh: ({ emergency, line }) =>
    [
      `请现在就拨打 ${emergency}，或者去最近的医院急诊。如果已经受伤或吃了什么，请直接告诉接电话的人。`,
      '先让自己离开危险：离开高处和水边，把可能伤到你的东西放到拿不到的地方，走到有人的地方。',
      '请马上联系一个离你近的人，家人、朋友、邻居、同事都可以，直接告诉他：“我现在不安全，请来陪着我。”在他来之前，尽量不要一个人待着。',
      `也可以联系${line}。`,
      '我是一个 AI，不能替你打电话，也没法到你身边，但你说的话我会认真听。如果有危险的是你身边的人，也请你现在就拨打上面的电话，并陪在他身边。你现在身边有人吗？',
    ].join('\n\n'),
  en: ({ emergency, line }) =>
    [
      `Please call ${emergency} now, or go to the nearest emergency department. If you are hurt or have taken something, tell the person who answers.`,
      'Please move away from danger first: away from heights and water, with anything that could hurt you out of reach, and to a place where there are other people.',
      'Contact someone near you right now, a family member, a friend, a neighbour, and say it plainly: "I am not safe right now, please stay with me." Until they arrive, try not to be alone.',
      `You can also contact ${line}.`,
      'I am an AI. I cannot make a phone call for you or be there in person, but I am listening to what you write. If the person in danger is someone else, please call now and stay with them. Is anyone with you at the moment?',
    ].join('\n\n'),
};

const CLOSINGS: Record<Language, Record<'harm' | 'honesty', string>> = {
  zh: {
    harm: '这部分内容我不能说，因为它可能会伤害到你。我更在意你现在的安全：你愿意告诉我，此刻你是安全的吗？',
    honesty:
      '刚才那句话我说得不合适。我是一个 AI，不能作诊断，也不能替你联系别人；我们可以接着说说你现在的感受。',
  },
  en: {
    harm: 'I will not go on with that, because it could hurt you. What matters to me is that you are safe: are you safe right now?',
    honesty:
      'What I was about to say was not right. I am an AI: I cannot diagnose or reach other people for you. We can go on talking about how you feel.',
  },
};

const HARM_TOPICS: readonly GuardTopic[] = ['method', 'dose', 'place', 'encouragement'];

export function cardMessage(level: CardLevel, language: Language, phrases: ReviewedPhrases): string {
  return CARDS[language][level](phrases);
}

export function resourceSentence(language: Language, phrases: ReviewedPhrases): string {
  return LINES[language](phrases);
}

export function crisisReply(language: Language, phrases: ReviewedPhrases): string {
  return FIXED_REPLIES[language](phrases);
}

export function isHarmTopic(topic: GuardTopic): boolean {
  return HARM_TOPICS.includes(topic);
}

/** The end of a reply that was stopped; with the resource line where somebody may be in danger. */
export function closingSentence(
  topic: GuardTopic,
  language: Language,
  resourceLine: string | undefined,
): string {
  const sentence = CLOSINGS[language][isHarmTopic(topic) ? 'harm' : 'honesty'];
  if (resourceLine === undefined) return sentence;
  return language === 'zh' ? `${sentence}${resourceLine}` : `${sentence} ${resourceLine}`;
}
