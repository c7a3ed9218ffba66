import type { Emotion } from '../../emotion.types.js';

/** The label sets that people have annotated, and the heads that learned them. */
export const LABEL_SETS = {
  /** SMP2020-EWECT: six feelings of Chinese posts. */
  smp: ['angry', 'happy', 'neutral', 'surprise', 'sad', 'fear'],
  /** Ekman's six and neutral, as GoEmotions groups its labels. */
  ekman: ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'],
  /** dair-ai/emotion: six feelings of English first-person sentences. */
  dair: ['sadness', 'joy', 'love', 'anger', 'fear', 'surprise'],
} as const;

export type LabelSet = keyof typeof LABEL_SETS;

/** The service's own label for each label of the Chinese head. */
export const SMP_TO_EMOTION: Readonly<Record<string, Emotion>> = {
  angry: 'angry',
  happy: 'happy',
  neutral: 'neutral',
  surprise: 'surprised',
  sad: 'sad',
  fear: 'anxious',
};

export const DAIR_TO_EMOTION: Readonly<Record<string, Emotion>> = {
  sadness: 'sad',
  joy: 'happy',
  love: 'happy',
  anger: 'angry',
  fear: 'anxious',
  surprise: 'surprised',
};

/**
 * The English head's labels: the service's own, as far as GoEmotions has them, and disgust. Each gathers labels of
 * GoEmotions within one group of Ekman's, so that both label sets can be read from it.
 */
export const GO_EMOTIONS: Readonly<
  Record<string, { ekman: string; emotion: Emotion; members: readonly string[] }>
> = {
  happy: {
    ekman: 'joy',
    emotion: 'happy',
    members: [
      'admiration',
      'amusement',
      'approval',
      'caring',
      'desire',
      'joy',
      'love',
      'optimism',
      'pride',
      'relief',
    ],
  },
  excited: { ekman: 'joy', emotion: 'excited', members: ['excitement'] },
  grateful: { ekman: 'joy', emotion: 'grateful', members: ['gratitude'] },
  angry: { ekman: 'anger', emotion: 'angry', members: ['anger'] },
  frustrated: { ekman: 'anger', emotion: 'frustrated', members: ['annoyance', 'disapproval'] },
  disgusted: { ekman: 'disgust', emotion: 'angry', members: ['disgust'] },
  anxious: { ekman: 'fear', emotion: 'anxious', members: ['fear', 'nervousness'] },
  sad: {
    ekman: 'sadness',
    emotion: 'sad',
    members: ['disappointment', 'embarrassment', 'grief', 'remorse', 'sadness'],
  },
  surprised: { ekman: 'surprise', emotion: 'surprised', members: ['realization', 'surprise'] },
  confused: { ekman: 'surprise', emotion: 'confused', members: ['confusion', 'curiosity'] },
  neutral: { ekman: 'neutral', emotion: 'neutral', members: ['neutral'] },
};
