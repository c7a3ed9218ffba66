import type { MemoryKind } from '../memory.types.js';

export interface NewMemory {
  /** Its id, unless the sentence is a memory already. */
  id: string;
  sessionId: string;
  messageId: string;
  kind: MemoryKind;
  content: string;
  /** Length 1. */
  vector: Float32Array;
  /** Id of the embedder that made the vector. */
  embedder: string;
  /** 0-1. */
  importance: number;
  createdAt: Date;
}

export interface StoredMemory {
  id: string;
  sessionId: string;
  kind: MemoryKind;
  content: string;
  importance: number;
  createdAt: Date;
}

export interface NearestQuery {
  userScope: string;
  excludeSessionId: string;
  embedder: string;
  vector: Float32Array;
  limit: number;
}

export interface ListQuery {
  userScope: string;
  excludeSessionId?: string;
  kinds?: readonly MemoryKind[];
  /** Leaves out the rows of these embedders. */
  exceptEmbedders?: readonly string[];
  limit: number;
}

export interface TrimOptions {
  userScope: string;
  /** How many memories stay: those with the highest importance times recency. */
  keep: number;
  now: Date;
  halfLifeMs: number;
}

/**
 * The message that a memory comes from is not stored: it was deleted with its session, or has not arrived yet (it waits
 * in a spool). Only time tells which.
 */
export class SourceMissingError extends Error {
  constructor() {
    super('a memory needs its message');
    this.name = 'SourceMissingError';
  }
}

/** Where a user's memories are: in this process, or with a database that has to be asked; or there are none. */
export type Whereabouts = 'none' | 'here' | 'away';

/**
 * Keeps what users said. No method works without a user scope and none reaches beyond it. Methods throw when the
 * store is away and the signal's reason when it is aborted; an aborted write may still have happened.
 */
export abstract class MemoryStore {
  /**
   * Adds memories. One sentence is kept once per user: told again later, it takes over the newer telling (session,
   * message, time), so saving the same message twice changes nothing. A memory is saved only while the message it comes
   * from is stored, so that none outlives its session, whoever deletes it.
   * Resolves to how many memories the user has now, at most; 0 where there was nothing to save.
   * @throws {SourceMissingError} when that is not so for one of them.
   */
  abstract save(userScope: string, memories: readonly NewMemory[], signal: AbortSignal): Promise<number>;
  /** Where this user's memories of other sessions are. Costs nothing where the store holds none in this process. */
  abstract whereabouts(
    query: { userScope: string; excludeSessionId: string },
    signal: AbortSignal,
  ): Promise<Whereabouts>;
  /** This user's rows of one embedder, most similar first. */
  abstract nearest(
    query: NearestQuery,
    signal: AbortSignal,
  ): Promise<(StoredMemory & { similarity: number })[]>;
  /** This user's rows, newest first. */
  abstract list(query: ListQuery, signal: AbortSignal): Promise<StoredMemory[]>;
  /** Drops what exceeds `keep`; returns how many rows went. */
  abstract trim(options: TrimOptions, signal: AbortSignal): Promise<number>;
  /** Removes what was said in one session; returns how many rows went. */
  abstract forgetSession(userScope: string, sessionId: string, signal: AbortSignal): Promise<number>;
  /** Lets go of what it holds in this process, of one user or of all: the database may have changed behind it. */
  abstract letGo(userScope?: string): void;
}
