import { randomUUID } from 'node:crypto';
import type { StartFrame } from '../../src/chat/frames/chat-frame.js';
import type { ModelScript } from './model-server.js';
import { requestJson, type JsonBody, type SocketFrame, type Told } from './client.js';

/** A model that falls silent in the middle of its reply, once enough is said that the guard lets some of it go. */
export const STALLED: ModelScript = {
  tokens: ['我在听你说，先不着急，慢慢来。今天一定很不容易吧，', '好吗'],
  fault: 'stall',
  failAfter: 1,
};

let unique = 0;

/** A user nobody else is, in a session of theirs. */
export function somebody(): { user_id: string; session_id: string } {
  const name = `someone-${process.pid}-${(unique += 1)}`;
  return { user_id: name, session_id: `session-of-${name}` };
}

/** A key nobody else has. */
export const newKey = () => randomUUID();

export function startOf({
  frames,
}: {
  frames: readonly (Told['frames'][number] | SocketFrame)[];
}): StartFrame {
  const [start] = frames;
  if (start?.type !== 'start') throw new Error(`not a start frame: ${start?.type}`);
  return start;
}

/** What names a turn: the same for all who got it. */
export const idsOf = (told: Parameters<typeof startOf>[0]) => {
  const { session_id, message_id, user_message_id } = startOf(told);
  return { session_id, message_id, user_message_id };
};

/** What is stored of a session, oldest first. */
export async function historyOf(
  url: string,
  { user_id, session_id }: { user_id: string; session_id: string },
): Promise<JsonBody[]> {
  const { body } = await requestJson(`${url}/chat/sessions/${session_id}/history?user_id=${user_id}`);
  return (body.messages ?? []) as JsonBody[];
}
