import type { Language } from '../../../platform/language/language.js';
import type { Topic } from './reply-book.js';
import { readPet } from './pet-reading.js';
import { remembering } from './remembering.js';
import { toSafeQuote } from './safe-fragment.js';
import { WORDS_EN } from './words.en.js';
import type { Words } from './words.js';
import { WORDS_ZH } from './words.zh.js';

/** What a message is about, in names that are safe to say back. */
export interface MessageReading {
  event?: string;
  person?: string;
  topic?: Topic;
  /** Whom or what the user lost. */
  who?: string;
  /** The animal the user lives with, by name where they named it. */
  pet?: string;
  /** A short clause of the user's own. */
  quote?: string;
  /** The user dreads telling `person`. */
  tells: boolean;
  /** The matter is hard in itself. */
  hard: boolean;
}

const MAX_READ_CHARACTERS = 2000;
const PET_NAMES_ZH: Record<string, string> = { 猫: '猫咪', 小猫: '猫咪', 狗: '狗狗', 小狗: '狗狗' };
const HARD_TOPICS: ReadonlySet<Topic> = new Set<Topic>(['petLoss', 'bereavement', 'selfWorth']);

export const wordsOf = (language: Language): Words => (language === 'zh' ? WORDS_ZH : WORDS_EN);

export const readMessage = (message: string, language: Language): MessageReading =>
  READ_IN[language](message.slice(0, MAX_READ_CHARACTERS));

const READ_IN = {
  zh: remembering((message) => readText(message, 'zh')),
  en: remembering((message) => readText(message, 'en')),
};

function readText(message: string, language: Language): MessageReading {
  const text = message.normalize('NFKC').replace(/’/g, "'");
  const words = wordsOf(language);
  const grief = readGrief(text, words, language);
  if (grief) return { ...grief, tells: false, hard: true };

  const event = words.events.find(({ pattern }) => speaksOf(text, pattern, words));
  const person = words.persons.find(({ pattern }) => speaksOf(text, pattern, words));
  // A partner named beside a breakup, a betrayal or a quarrel is part of it, not a second matter.
  const named = event?.hard && isPartner(person?.name) ? undefined : person;
  const topic = words.topics.find(({ pattern }) => pattern.test(text))?.topic ?? (event ?? person)?.topic;
  const quote = readQuote(text, language);
  const pet = readPet(text, language);
  return {
    ...(pet && { pet }),
    ...(event && { event: event.name }),
    ...(named && { person: named.name }),
    ...(topic && { topic }),
    ...(quote && { quote }),
    tells: named !== undefined && words.tell.test(text),
    hard: (event?.hard ?? false) || (topic !== undefined && HARD_TOPICS.has(topic)),
  };
}

const PARTNER = /男朋友|女朋友|前男友|前女友|前任|丈夫|妻子|\b(?:ex|partner|husband|wife|(?:boy|girl)friend)/;
const isPartner = (name: string | undefined): boolean => name !== undefined && PARTNER.test(name);

function speaksOf(text: string, pattern: RegExp, words: Words): boolean {
  const at = text.search(pattern);
  return at >= 0 && !words.negatedBefore.test(text.slice(Math.max(0, at - 24), at));
}

function readGrief(
  text: string,
  words: Words,
  language: Language,
): Pick<MessageReading, 'topic' | 'who'> | undefined {
  const lossAt = text.search(words.loss);
  if (lossAt >= 0) {
    // Only somebody named right beside the loss is the one who is missed.
    const near = text
      .slice(Math.max(0, lossAt - 24), lossAt + 40)
      .split(/[。！？!?\n]/u)
      .join(' ');
    const people = words.persons.filter(({ pattern }) => pattern.test(near));
    const [only] = people;
    return { topic: 'bereavement', ...(people.length === 1 && only && { who: only.name }) };
  }
  for (const clause of text.split(/[。！？!?\n,，]/u)) {
    const pet = words.pet.exec(clause)?.[0];
    if (pet && words.petLoss.test(clause)) {
      return {
        topic: 'petLoss',
        who: language === 'zh' ? (PET_NAMES_ZH[pet] ?? pet) : `your ${pet.toLowerCase()}`,
      };
    }
  }
  return undefined;
}

const FEELING_CLAUSE_ZH =
  /^(?:觉得|感觉|一个人|总是|总觉得|好像|没人|没有人|不知道|害怕|担心|受不了|好累|好想|不敢|想要|很想)/u;
const LEAD_ZH = /^(?:但是|可是|因为|所以|然后|就是|其实|而且|不过|只是|今天|最近|真的)?我?/u;
const FEELING_CLAUSE_EN =
  /^(?:i feel|i felt|i keep|i can't|i don't know|i'm so|i'm always|i'm never|i miss|i wish|nobody|no one|everyone|it feels|i always|i never|i just)\b/i;
const LEAD_EN = /^(?:but|and|because|so|then|actually|honestly|well|it's just|like) /i;

function readQuote(text: string, language: Language): string | undefined {
  if (language === 'zh') {
    for (const clause of text.split(/[^\p{Script=Han}]+/u)) {
      const own = clause.replace(LEAD_ZH, '');
      if (own.length <= 16 && FEELING_CLAUSE_ZH.test(own) && !/[吗呢吧么]$/u.test(own)) {
        const quote = toSafeQuote(own, language);
        if (quote) return quote;
      }
    }
    return undefined;
  }
  for (const clause of text.split(/[.,;:!?\n()"“”]+/u)) {
    const own = clause.trim().replace(LEAD_EN, '');
    const quote = FEELING_CLAUSE_EN.test(own) ? toSafeQuote(own, language) : undefined;
    if (quote) return quote;
  }
  return undefined;
}
