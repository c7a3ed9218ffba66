import type { FieldFault } from '../errors/domain-error.js';

/** Deeper than any body this API knows; recursive libraries behind this check would run out of stack. */
const MAX_DEPTH = 16;
const MAX_FIELD_NAME = 100;
const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Finds what no field of this API may hold, wherever it hides: the NUL character (Postgres cannot store it), a
 * key of JavaScript's own (libraries that copy objects drop it unseen) and nesting beyond reason. Iterative, so that depth costs no stack. Stops at the first fault.
 */
export function findHostileValue(root: unknown, rootName: string): FieldFault | undefined {
  const pending: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path, depth } = next;
    const field = path === '' ? rootName : path;
    if (typeof value === 'string') {
      if (value.includes('\0')) return { field, problem: 'must not contain the NUL character' };
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) return { field, problem: `must not be nested deeper than ${MAX_DEPTH} levels` };
    for (const [key, child] of Object.entries(value)) {
      const childPath = joinField(path, key);
      if (key.includes('\0')) return { field: childPath, problem: 'must not contain the NUL character' };
      if (RESERVED_KEYS.has(key)) return { field: childPath, problem: 'is not a known field' };
      pending.push({ value: child, path: childPath, depth: depth + 1 });
    }
  }
  return undefined;
}

/** A field's path for an answer. Names come from the client, so they are cut and stripped of control characters. */
export function joinField(parent: string, name: string): string {
  const path = parent === '' ? name : `${parent}.${name}`;
  return path.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').slice(0, MAX_FIELD_NAME) || 'unnamed';
}
