import { toJson, type ChatFrame } from './chat-frame.js';

export type SocketRequest =
  | { kind: 'turn'; requestId: unknown; body: Record<string, unknown> }
  | { kind: 'cancel'; requestId: unknown }
  | { kind: 'ping' }
  | { kind: 'invalid'; field: string; problem: string };

/** Reads one message of a client. Never throws: what it cannot read is `invalid`, naming the field. */
export function parseSocketMessage(data: string): SocketRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return { kind: 'invalid', field: 'message', problem: 'must be valid JSON' };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { kind: 'invalid', field: 'message', problem: 'must be a JSON object' };
  }
  const { type, request_id: requestId, ...body } = parsed as Record<string, unknown>;
  if (type === 'ping') return { kind: 'ping' };
  if (type === 'cancel') return { kind: 'cancel', requestId };
  if (type === undefined || type === 'message') return { kind: 'turn', requestId, body };
  return { kind: 'invalid', field: 'type', problem: 'must be message, cancel or ping' };
}

/** The frame as a client reads it: its JSON, with the id of the request it answers. */
export function encodeSocketFrame(frame: ChatFrame, requestId: string): string {
  const json = toJson(frame);
  return frame.type === 'error' ? json : `${json.slice(0, -1)},"request_id":${JSON.stringify(requestId)}}`;
}
