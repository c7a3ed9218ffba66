import { randomBytes, randomUUID } from 'node:crypto';

/** What clients may use as session_id, user_id and request_id (1-128 characters). */
export const CLIENT_ID_PATTERN = /^[A-Za-z0-9_.:-]{1,128}$/;

let lastMs = 0;
let sequence = 0;

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
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** An unguessable id (122 random bits). */
export function newSecretId(): string {
  return randomUUID();
}
