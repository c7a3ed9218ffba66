import type { CacheStrategyName } from '../../config/config.slices.js';
import type { EntryName } from '../cache-entry-name.js';

/** What every process that shares the tier has to forget. */
export type CacheNotice =
  { kind: 'invalidate'; strategy: CacheStrategyName; scopeHash: string } | { kind: 'clear'; pattern: string };

export interface SharedLookup {
  /** Stands for the entries of this strategy and scope since their last invalidation; `null` before the first one. */
  generation: string | null;
  entry: { json: string; expiresAt: number } | undefined;
}

export interface SharedEntry {
  json: string;
  ttlMs: number;
  /** As it was when the result began to be computed: an entry of an older generation is never read again. */
  generation: string | null;
}

/**
 * The cache tier that processes share. It may be absent or out of order at any time: no method throws, and none waits
 * longer than a cache is worth.
 */
export abstract class SharedCacheTier {
  abstract readonly configured: boolean;
  /** Whether notices of other processes arrive now. */
  abstract readonly notified: boolean;
  abstract readonly roundTripMs: number;

  /** `undefined` when the tier could not be asked. A damaged entry counts as none. */
  abstract load(name: EntryName): Promise<SharedLookup | undefined>;
  abstract save(name: EntryName, entry: SharedEntry): Promise<void>;
  /** Made up for later when the tier is out of order now. Tells the other processes. */
  abstract forget(notice: CacheNotice): Promise<string[]>;
  /** `onGap`: notices may have been missed. */
  abstract listen(onNotice: (notice: CacheNotice) => void, onGap: () => void): void;
}
