import type { Reply, UserMessage } from '../ports/conversation-store.js';

/** A write that waits for the database. */
export type SpoolRecord = { kind: 'message'; message: UserMessage } | { kind: 'reply'; reply: Reply };

export function sessionOf(record: SpoolRecord): { userId: string; sessionId: string } {
  return record.kind === 'message' ? record.message : record.reply;
}

export function toLine(record: SpoolRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** Lines that cannot be read were never acknowledged (a crash cut them off); they are counted. */
export function parseLines(text: string): { records: SpoolRecord[]; unreadable: number } {
  const records: SpoolRecord[] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const record = parseLine(line);
    if (record === undefined) unreadable += 1;
    else records.push(record);
  }
  return { records, unreadable };
}

function parseLine(line: string): SpoolRecord | undefined {
  try {
    const record = JSON.parse(line) as SpoolRecord;
    if (record.kind === 'message') {
      const createdAt = new Date(record.message.createdAt);
      return { kind: 'message', message: { ...record.message, createdAt } };
    }
    if (record.kind !== 'reply') return undefined;
    return { kind: 'reply', reply: { ...record.reply, createdAt: new Date(record.reply.createdAt) } };
  } catch {
    return undefined;
  }
}
