import { readChunk } from './completion-chunk.js';

/** What decoding leaves where bytes are no UTF-8. */
export const REPLACEMENT = '\ufffd';
const EVENT = 'data:';
const EVENT_END = '\n\n';
const PROBE = 'ab"\\心';
/** A server that writes every chunk differently is left to the full parser after so many vain attempts. */
const MOST_ATTEMPTS = 4;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * A model's chunks differ in their text and in nothing else. Learns from one chunk what stands before and after its
 * text, and reads the chunks that agree with it byte by byte: in JSON one string may stand for another, so they say
 * what the full parser would find. All others are left to it. Of a chunk that is read only the text is decoded.
 */
export class ChunkShortcut {
  /** The text of the chunk read last. */
  text = '';
  private before: Buffer | undefined;
  private after: Buffer = Buffer.alloc(0);
  private attempts = 0;

  /** Takes a whole event in which the full parser found `text`, and nothing that ends or fails a reply, as a pattern. */
  learn(event: string, text: string): void {
    if (this.attempts >= MOST_ATTEMPTS || text === '') return;
    this.attempts += 1;
    const literal = JSON.stringify(text);
    const at = event.indexOf(literal);
    if (at === -1 || !event.startsWith(EVENT) || event.indexOf(EVENT_END) !== event.length - EVENT_END.length)
      return;
    const before = event.slice(0, at + 1);
    const after = event.slice(at + literal.length - 1);
    if (!standsForText(before, after)) return;
    this.before = toOwnBytes(before);
    this.after = toOwnBytes(after);
  }

  /** The offset after the chunk that begins at `at`, its text being in `text`; -1 when it is another kind. */
  read(events: Buffer, at: number): number {
    const { before, after } = this;
    if (before === undefined || !standsAt(events, before, at)) return -1;
    const from = at + before.length;
    const to = endOfString(events, from);
    if (to === -1 || !standsAt(events, after, to)) return -1;
    const raw = events.toString('utf8', from, to);
    if (raw.includes(REPLACEMENT)) return -1;
    const text = raw.includes('\\') ? unescaped(raw) : raw;
    if (text === undefined) return -1;
    this.text = text;
    this.attempts = 0;
    return to + after.length;
  }
}

/** In memory of their own: a short `Buffer.from` keeps 8 KiB of Node's pool for as long as the reply lasts. */
function toOwnBytes(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

function standsAt(bytes: Buffer, part: Buffer, at: number): boolean {
  const end = at + part.length;
  return end <= bytes.length && part.compare(bytes, at, end) === 0;
}

/** Whether what is put between the two is a chunk's text, and all there is to it. */
function standsForText(before: string, after: string): boolean {
  try {
    const json = before.slice(EVENT.length, -1) + JSON.stringify(PROBE) + after.slice(1);
    const chunk = readChunk(JSON.parse(json));
    return chunk?.text === PROBE && chunk.finishReason === undefined && !chunk.failed;
  } catch {
    return false;
  }
}

/** Where the string ends whose content begins at `from`; -1 when it does not, or holds what JSON forbids in one. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte < SPACE) return -1;
    if (byte === BACKSLASH) at += 1;
  }
  return -1;
}

function unescaped(raw: string): string | undefined {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return undefined; // the full parser says what is wrong with it
  }
}
