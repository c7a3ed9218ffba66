export const FNV_OFFSET = 0x811c9dc5;
export const FNV_PRIME = 0x01000193;
const LONGEST_COUNTED = 64;

/** Part of a word of several units: small Latin letters, digits, the apostrophe. */
export function isWordUnit(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || unit === 0x27 || (unit >= 0x30 && unit <= 0x39);
}

/** FNV-1a over both bytes of a UTF-16 unit. */
export function hashUnit(hash: number, unit: number): number {
  return Math.imul(Math.imul(hash ^ unit, FNV_PRIME) ^ (unit >>> 8), FNV_PRIME);
}

/** The hash of a pair with one unit between. */
export function mixPair(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77) ^ 77);
}

/** The length in half octaves; beyond 64 characters texts are alike. */
export function hashOfLength(length: number): number {
  const counted = length + 1;
  const halfOctaves = counted >= LONGEST_COUNTED ? 12 : 31 - Math.clz32(counted * counted);
  return mix(0xbeef + halfOctaves);
}

/** The finisher of murmur3: makes the low bits usable as an index. */
export function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
