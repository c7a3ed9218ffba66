export type MemoryKind = 'name' | 'person' | 'pet' | 'event' | 'preference' | 'worry' | 'fact';

/** Something the user said earlier, as it is given back to a later turn. */
export interface RecalledMemory {
  id: string;
  /** The user's own words, at most a sentence or two. */
  content: string;
  kind: MemoryKind;
  /** Cosine similarity to the message, 0-1. */
  similarity: number;
  /** similarity, recency and importance combined, 0-1; results are sorted by it. */
  score: number;
  createdAt: Date;
}

export interface RecallQuery {
  userScope: string;
  /** Sentences from this session are in the history already and are left out. */
  excludeSessionId: string;
  text: string;
  limit: number;
  /** False for a crisis turn: nothing about it is kept, not even what it recalled. */
  cacheable?: boolean;
}

/** A finished turn offered to memory; memory decides what, if anything, is worth keeping. */
export interface FinishedTurn {
  userScope: string;
  sessionId: string;
  messageId: string;
  message: string;
  emotion: string;
  intensity: number;
  /** When it was said: a session deleted since then is not remembered. */
  receivedAt: Date;
}
