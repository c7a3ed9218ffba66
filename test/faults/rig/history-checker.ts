/** What one person said in one session, in the order it was sent. */
export interface Said {
  message: string;
  /** True once the service told that it keeps the message. */
  acknowledged: boolean;
  /** The whole reply, where its `complete` frame arrived: that one is kept, too. */
  reply?: string;
}

export interface Conversation {
  user: string;
  session: string;
  said: readonly Said[];
}

/** A session as the service gives it back, oldest first. */
export interface Kept {
  role: 'user' | 'assistant';
  content: string;
}

export type FaultKind = 'lost' | 'duplicated' | 'reordered' | 'invented';

export interface HistoryFault {
  kind: FaultKind;
  session: string;
  /** Position in what was said, or in what was kept for what nobody said. */
  position: number;
  role: Kept['role'];
}

/**
 * Compares one session's history with what was said in it. Each acknowledged message must be there once and in order;
 * one that was sent and never acknowledged may be there once or not at all; nothing else may be. A reply that was told
 * whole must follow its message. Messages of one session must differ, so that each can be told from the others.
 */
export function checkHistory({ session, said }: Conversation, kept: readonly Kept[]): HistoryFault[] {
  const faults: HistoryFault[] = [];
  const note = (kind: FaultKind, position: number, role: Kept['role'] = 'user') =>
    faults.push({ kind, session, position, role });
  const placeOf = new Map(said.map(({ message }, position) => [message, position]));
  if (placeOf.size !== said.length) throw new Error(`messages of ${session} do not differ`);

  const seen = new Set<number>();
  let latest = -1;
  for (const [at, { role, content }] of kept.entries()) {
    if (role === 'assistant') {
      if (at === 0 || kept[at - 1]!.role === 'assistant') note('invented', at, 'assistant');
      continue;
    }
    const position = placeOf.get(content);
    if (position === undefined) note('invented', at);
    else if (seen.has(position)) note('duplicated', position);
    else {
      seen.add(position);
      if (position < latest) note('reordered', position);
      latest = Math.max(latest, position);
    }
  }
  for (const [position, { message, acknowledged, reply }] of said.entries()) {
    if (acknowledged && !seen.has(position)) note('lost', position);
    if (reply !== undefined && seen.has(position) && !isAnswered(kept, message, reply)) {
      note('lost', position, 'assistant');
    }
  }
  return faults;
}

/** Checks every conversation against what `read` gives back of it. */
export async function checkAll(
  conversations: readonly Conversation[],
  read: (conversation: Conversation) => Promise<readonly Kept[]>,
): Promise<HistoryFault[]> {
  const faults: HistoryFault[] = [];
  for (const conversation of conversations)
    faults.push(...checkHistory(conversation, await read(conversation)));
  return faults;
}

function isAnswered(kept: readonly Kept[], message: string, reply: string): boolean {
  const at = kept.findIndex(({ role, content }) => role === 'user' && content === message);
  const next = kept[at + 1];
  return next?.role === 'assistant' && next.content === reply;
}
