import { hash } from 'node:crypto';
import type { CacheStrategyName } from '../config/config.slices.js';
import type { CacheKey } from './cache.types.js';

/**
 * Names of entries: `<prefix>:v1:<strategy>:<scope hash>:<text hash>`. A name holds no id and no text. Change the
 * version whenever the shape of cached values changes.
 */
const VERSION = 'v1';

export interface EntryName {
  strategy: CacheStrategyName;
  scopeHash: string;
  /** The part after prefix and version, which patterns of `clear` are matched against. */
  tail: string;
}

/** What all keys of this service's cache begin with. */
export function toNamespace(prefix: string): string {
  return `${prefix}:${VERSION}`;
}

export function toEntryName({ strategy, scope, text }: CacheKey): EntryName {
  const scopeHash = toScopeHash(scope);
  return { strategy, scopeHash, tail: `${strategy}:${scopeHash}:${sha256(normalise(text))}` };
}

/** 128 bits: enough that no two users ever meet. */
export function toScopeHash(scope: string): string {
  return sha256(scope).slice(0, 32);
}

/** The beginning of every tail of a strategy's entries in one scope. */
export function toScopeTail(strategy: CacheStrategyName, scopeHash: string): string {
  return `${strategy}:${scopeHash}:`;
}

/** Texts that differ only in width, case or spacing share a result. */
export function normalise(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

function sha256(text: string): string {
  return hash('sha256', text);
}
