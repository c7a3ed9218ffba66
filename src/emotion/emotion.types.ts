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

/**
 * Weights of any size as scores. Cut to four digits; what that leaves over goes to `winner`, so that they add up to 1
 * and no tie goes against it.
 */
export function toScores(weightOf: (emotion: Emotion) => number, winner: Emotion): EmotionScores {
  const total = EMOTIONS.reduce((sum, emotion) => sum + weightOf(emotion), 0);
  const scores = Object.fromEntries(
    EMOTIONS.map((emotion) => [emotion, Math.floor((weightOf(emotion) / total) * 10_000)]),
  ) as Record<Emotion, number>;
  scores[winner] += 10_000 - EMOTIONS.reduce((sum, emotion) => sum + scores[emotion], 0);
  for (const emotion of EMOTIONS) scores[emotion] /= 10_000;
  return scores;
}

/** What a turn assumes when the analysis fails. */
export const NEUTRAL_EMOTION: EmotionResult = {
  emotion: 'neutral',
  intensity: 0,
  confidence: 0,
  scores: toScores(() => 1, 'neutral'),
  evidence: [],
};
