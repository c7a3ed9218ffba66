import type { TurnInput } from './load.types.js';
import { seededRandom, zipfRanks, type Random } from './random.js';
import { newMessage, PHRASES } from './turns.js';

/** Common phrases of one user; the first ones are said most. */
const COMMON = 5;
const SESSIONS = 2;
const REPEATED_SHARE = 0.6;

export interface Habits {
  /** What the user said before the measurement: each common phrase once. */
  before: TurnInput[];
  /** The next `count` turns: most say again what this user has said, the others are new. */
  next(count: number): TurnInput[];
}

/** One user with a way of speaking, the same for the same seed. */
export function habitsOf(user: string, seed: number): Habits {
  const random = seededRandom(seed);
  const common = commonPhrases(random);
  const rank = zipfRanks(COMMON, 1, random);
  const toTurn = (message: string): TurnInput => ({
    message,
    user_id: user,
    session_id: `${user}-${Math.floor(random() * SESSIONS)}`,
  });
  const say = () => (random() < REPEATED_SHARE ? common[rank()]! : newMessage(random));
  return {
    before: common.map(toTurn),
    next: (count) => Array.from({ length: count }, () => toTurn(say())),
  };
}

function commonPhrases(random: Random): string[] {
  const left = [...PHRASES];
  return Array.from({ length: COMMON }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}
