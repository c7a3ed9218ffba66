import type { Emotion } from '../emotion.types.js';

/** The messages of one day that were read as one emotion. */
export interface EmotionTally {
  /** Which day: 0 for the one that begins at the first bound. */
  day: number;
  emotion: Emotion;
  count: number;
  /** Sum of their intensities. */
  intensity: number;
}

export interface TallyQuery {
  userId: string;
  /** Where each day begins and, last, where the last one ends; ascending. */
  bounds: readonly Date[];
}

/** What was read in a user's stored messages, whatever became of their replies. Fails when the store does. */
export abstract class EmotionHistory {
  /** Days and emotions without a message are left out; the order is open. */
  abstract tally(query: TallyQuery, signal?: AbortSignal): Promise<EmotionTally[]>;
}
