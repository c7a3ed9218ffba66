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

export interface EmotionResult {
  emotion: Emotion;
  /** 0-10; monotone in degree words, repetition and punctuation. */
  intensity: number;
  /** 0-1. */
  confidence: number;
  /** The words that decided, in order of appearance; never stored or logged. */
  evidence: readonly string[];
}

/** What a turn assumes when the analysis fails. */
export const NEUTRAL_EMOTION: EmotionResult = {
  emotion: 'neutral',
  intensity: 0,
  confidence: 0,
  evidence: [],
};
