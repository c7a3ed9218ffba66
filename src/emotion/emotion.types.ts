export const EMOTIONS = [
  'happy',
  'excited',
  'grateful',
  'sad',
  'lonely',
  'anxious',
  'angry',
  'frustrated',
  'confused',
  'surprised',
  'neutral',
] as const;

export type Emotion = (typeof EMOTIONS)[number];

export type EmotionScores = Readonly<Record<Emotion, number>>;

export interface EmotionResult {
  emotion: Emotion;
  /** 0-10; monotone in degree words, repetition and punctuation. */
  intensity: number;
  /** 0-1. */
  confidence: number;
  /** How much speaks for each label: 0-1, together 1, the most for `emotion`. */
  scores: EmotionScores;
  /** The words that decided, in order of appearance; never stored or logged. */
  evidence: readonly string[];
  /** Set when the bound analyzer failed and the local one stood in for it. */
  degraded?: true;
}

const WHOLE = 10_000;

/**
 * Weights of any size as scores. Cut to four digits; what that leaves over goes to `winner`, so that they add up to 1
 * and no tie goes against it.
 */
export function toScores(weightOf: (emotion: Emotion) => number, winner: Emotion): EmotionScores {
  return toScoresInOrder(EMOTIONS.map(weightOf), winner);
}

const shares = new Float64Array(EMOTIONS.length);

/** As `toScores`, with the weights in the order of EMOTIONS. */
export function toScoresInOrder(weights: ArrayLike<number>, winner: Emotion): EmotionScores {
  let total = 0;
  for (let index = 0; index < EMOTIONS.length; index += 1) total += weights[index]!;
  let left = WHOLE;
  for (let index = 0; index < EMOTIONS.length; index += 1) {
    shares[index] = Math.floor((weights[index]! / total) * WHOLE);
    left -= shares[index]!;
  }
  shares[EMOTIONS.indexOf(winner)]! += left;
  const share = (index: number) => shares[index]! / WHOLE;
  // Written out: several times faster than setting each by its name.
  return {
    happy: share(0),
    excited: share(1),
    grateful: share(2),
    sad: share(3),
    lonely: share(4),
    anxious: share(5),
    angry: share(6),
    frustrated: share(7),
    confused: share(8),
    surprised: share(9),
    neutral: share(10),
  };
}

/** What a turn assumes when the analysis fails. */
export const NEUTRAL_EMOTION: EmotionResult = {
  emotion: 'neutral',
  intensity: 0,
  confidence: 0,
  scores: toScores(() => 1, 'neutral'),
  evidence: [],
};

const PLEASANT: readonly Emotion[] = ['happy', 'excited', 'grateful'];
const HARD: readonly Emotion[] = ['sad', 'lonely', 'anxious', 'angry', 'frustrated'];
/** From here on more speaks for a reading than against it. */
const LEAST_CHANCE = 0.5;
/** For a pleasant feeling that no clear word names: greetings and 好的 read as happy with 0.6. */
const LEAST_FAINT_CHANCE = 0.65;
/** Intensity of what no word, or only a faint one, names. */
const FAINT = 2.5;
const MOST_INTENSE_CALM = 3;

/**
 * What a reply may build on. A reading that is likely wrong counts as neutral, since "you sound happy" to somebody who
 * named the hour of a meeting is worse than saying nothing of it. Where the family is clear and only the member is not
 * (sad or anxious), the best member stands: a sorrow that is missed is worse than one that is asked about.
 */
export function toReliableFeeling(reading: EmotionResult): Pick<EmotionResult, 'emotion' | 'intensity'> {
  const { emotion, intensity, confidence, scores } = reading;
  if (emotion === 'neutral') return calm(intensity);
  const family = [PLEASANT, HARD].find((members) => members.includes(emotion)) ?? [emotion];
  const chance = family.reduce((sum, member) => sum + scores[member], 0);
  return Math.max(confidence, chance) >= leastChance(emotion, intensity)
    ? { emotion, intensity }
    : calm(intensity);
}

/**
 * Whether a reply to one feeling would hurt who has another: joy where there is none, or sorrow where there is joy.
 */
export function misleads(told: string, found: string): boolean {
  const isPleasant = (emotion: string) => PLEASANT.some((member) => member === emotion);
  const isHard = HARD.some((member) => member === told);
  return isPleasant(told) ? !isPleasant(found) : isHard && isPleasant(found);
}

/** Words of feeling keep their intensity in a reading that is neutral; a reply takes it for calm. */
function calm(intensity: number): Pick<EmotionResult, 'emotion' | 'intensity'> {
  return { emotion: 'neutral', intensity: Math.min(intensity, MOST_INTENSE_CALM) };
}

function leastChance(emotion: Emotion, intensity: number): number {
  if (intensity > FAINT || HARD.includes(emotion)) return LEAST_CHANCE;
  // English annotators filed curiosity beside confusion, so any plain question looks confused.
  return emotion === 'confused' ? Infinity : LEAST_FAINT_CHANCE;
}
