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
  const pending: Place[] = [{ value: root, name: undefined, parent: undefined, depth: 0 }];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { value, depth } = place;
    const fault = (problem: string, of = place): FieldFault => ({ field: pathOf(of) || rootName, problem });
    if (typeof value === 'string') {
      if (value.includes('\0')) return fault('must not contain the NUL character');
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) return fault(`must not be nested deeper than ${MAX_DEPTH} levels`);
    for (const [name, child] of Object.entries(value)) {
      const inside = { value: child as unknown, name, parent: place, depth: depth + 1 };
      if (name.includes('\0')) return fault('must not contain the NUL character', inside);
      if (RESERVED_KEYS.has(name)) return fault('is not a known field', inside);
      pending.push(inside);
    }
  }
  return undefined;
}

/** A value and the way to it, which is written out for a fault only: a body may have a hundred thousand values. */
interface Place {
  value: unknown;
  /** None of the root. */
  name: string | undefined;
  parent: Place | undefined;
  depth: number;
}

function pathOf({ name, parent }: Place): string {
  if (name === undefined) return '';
  return joinField(parent === undefined ? '' : pathOf(parent), name);
}

/** A field's path for an answer. Names come from the client, so they are cut and stripped of control characters. */
export function joinField(parent: string, name: string): string {
  const path = parent === '' ? name : `${parent}.${name}`;
  return path.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').slice(0, MAX_FIELD_NAME) || 'unnamed';
}
