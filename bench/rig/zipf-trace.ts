import type { TurnInput } from './load.types.js';
import { pick, seededRandom, zipfRanks, type Random } from './random.js';
import { newMessage, PHRASES } from './turns.js';

export interface TracedTurn extends TurnInput {
  /** The same for the same person saying the same thing, however it is spelt. */
  meaning: string;
}

const USERS = 150;
const PHRASES_EACH = 20;
const EDITED_SHARE = 0.5;

const TRADITIONAL: Record<string, string> = {
  来: '來',
  说: '說',
  没: '沒',
  见: '見',
  觉: '覺',
  个: '個',
  这: '這',
};
const EDITS: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => `${text}${'！'.repeat(1 + Math.floor(random() * 3))}`,
  (text) => `${text}。。。`,
  (text) => text.replaceAll('，', ','),
  (text) => text.replaceAll('，', '， '),
  (text) => `  ${text} `,
  (text) => text.toUpperCase(),
  (text) => text.replace(/[来说没见觉个这]/g, (character) => TRADITIONAL[character] ?? character),
  (text) => text.replace(/[a-z0-9]/gi, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  (text, random) => text + '啊'.repeat(2 + Math.floor(random() * 3)),
  (text, random) => `${text}${pick(['😢', '😭', '🥲', '😊'], random)}`,
];

/** What a population writes: few people write most, everybody says some things again and again, rarely spelt alike. */
export function zipfTrace(count: number, seed: number, users = USERS): TracedTurn[] {
  const random = seededRandom(seed);
  const user = zipfRanks(users, 0.8, random);
  const phrase = zipfRanks(PHRASES_EACH, 1, random);
  const vocabularies = Array.from({ length: users }, () =>
    Array.from({ length: PHRASES_EACH }, () => (random() < 0.7 ? pick(PHRASES, random) : newMessage(random))),
  );
  return Array.from({ length: count }, () => {
    const who = user();
    const said = vocabularies[who]![phrase()]!;
    const message = random() < EDITED_SHARE ? pick(EDITS, random)(said, random) : said;
    return { message, user_id: `user-${who}`, session_id: `session-${who}`, meaning: `${who}|${said}` };
  });
}

/** The share of turns that say again what the same person said before: no key can do better. */
export function repeatedShare(trace: readonly TracedTurn[]): number {
  return 1 - new Set(trace.map(({ meaning }) => meaning)).size / trace.length;
}
