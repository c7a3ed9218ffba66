import { randomFillSync, randomUUID } from 'node:crypto';

/** What clients may use as session_id, user_id and request_id (1-128 characters). */
export const CLIENT_ID_PATTERN = /^[A-Za-z0-9_.:-]{1,128}$/;

let lastMs = 0;
let sequence = 0;

const RANDOM_BYTES = 8;
/** Asking for randomness costs more than an id, so it is asked for many ids at a time; no byte is used twice. */
const randomness = Buffer.alloc(RANDOM_BYTES * 256);
let used = randomness.length;
const idBytes = Buffer.alloc(16);

/**
 * A UUID version 7 (RFC 9562) that sorts by creation within this process: 48 bits of Unix milliseconds, then a 12-bit
 * sequence for ids of the same millisecond, then 62 random bits.
 */
export function newOrderedId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
  }
  if (used === randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  idBytes.writeUIntBE(lastMs, 0, 6);
  idBytes.writeUInt16BE(0x7000 | sequence, 6);
  randomness.copy(idBytes, 8, used, (used += RANDOM_BYTES));
  idBytes[8] = (idBytes[8]! & 0x3f) | 0x80;
  const hex = idBytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Sorts before every ordered id of this millisecond and after every earlier one. */
export function orderedIdFloor(atMs: number): string {
  const hex = Math.max(0, atMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** An unguessable id (122 random bits). */
export function newSecretId(): string {
  return randomUUID();
}
