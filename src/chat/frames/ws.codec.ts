import { toJson, type ChatFrame, type ErrorFrame } from './chat-frame.js';
import { FrameIds, type StreamPlace } from './frame-ids.js';

export type SocketRequest =
  | { kind: 'turn'; requestId: unknown; body: Record<string, unknown> }
  | { kind: 'resume'; requestId: unknown; body: Record<string, unknown> }
  | { kind: 'cancel'; requestId: unknown; body: Record<string, unknown> }
  | { kind: 'ping' }
  /** `body`: what was sent, as far as it is JSON. */
  | { kind: 'invalid'; field: string; problem: string; body: unknown };

/** Reads one message of a client. Never throws: what it cannot read is `invalid`, naming the field. */
export function parseSocketMessage(data: string): SocketRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return { kind: 'invalid', field: 'message', problem: 'must be valid JSON', body: undefined };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { kind: 'invalid', field: 'message', problem: 'must be a JSON object', body: [parsed] };
  }
  const { type, request_id: requestId, ...body } = parsed as Record<string, unknown>;
  if (type === 'ping') return { kind: 'ping' };
  if (type === 'cancel') return { kind: 'cancel', requestId, body };
  if (type === 'resume') return { kind: 'resume', requestId, body };
  if (type === undefined || type === 'message') return { kind: 'turn', requestId, body };
  return { kind: 'invalid', field: 'type', problem: 'must be message, resume, cancel or ping', body };
}

/** Writes the frames of one stream as a client reads them: each with its id and with that of the request it answers. */
export class SocketCodec {
  private readonly ids = new FrameIds();
  private readonly requestField: string;

  /** @param place where it begins; missing: with the stream. */
  constructor(
    private readonly requestId: string,
    place?: StreamPlace,
  ) {
    this.requestField = `"request_id":${JSON.stringify(requestId)}`;
    if (place) this.ids.beginAt(place);
  }

  encode(frame: ChatFrame): string {
    const id = this.ids.next(frame);
    // An error that is read again has the id of the request it first answered.
    if (frame.type === 'error') return JSON.stringify({ ...frame, request_id: this.requestId, id });
    return `${toJson(frame).slice(0, -1)},${this.requestField},"id":"${id}"}`;
  }
}

/** What went wrong outside of a stream, or before its first frame. */
export function encodeSocketError(error: ErrorFrame): string {
  return JSON.stringify(error);
}
