import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const EMBEDDING_DIMENSIONS = 64;

export interface WireMessage {
  role: string;
  content: string;
}

/** How one request is answered. Everything is optional: the default is a short reply, whole and at once. */
export interface ModelScript {
  /** The reply's pieces, one `chat.completion.chunk` each; a function sees the request's messages. */
  tokens?: readonly string[] | ((messages: readonly WireMessage[]) => readonly string[] | string);
  /** Pieces sent as `reasoning_content` before the reply. */
  reasoning?: readonly string[];
  firstTokenDelayMs?: number;
  /** Pause between two pieces. */
  gapMs?: number;
  /** The first piece leaves at once, the others when this resolves. */
  held?: Promise<void>;
  /** `hang_headers`: never answers. `hang_first_token`: headers, then silence. `stall`: silence after `failAfter` pieces. */
  fault?:
    | 'hang_headers'
    | 'hang_first_token'
    | 'stall'
    | 'reset'
    | 'no_finish'
    | 'invalid_json'
    | 'duplicate_chunk'
    | 'error_event'
    | 'html';
  /** Pieces that leave before the fault; 2 when not given. */
  failAfter?: number;
  /** Answers with this status instead of a stream. */
  status?: number;
  retryAfter?: string;
  finishReason?: string | null;
  /** Ends without the `[DONE]` line (a finish_reason may still have been sent). */
  omitDone?: boolean;
  /** Ignores `stream: true` and answers with one JSON document. */
  plainJson?: boolean;
  /** These bytes are the whole event stream, one write each. */
  rawChunks?: readonly (string | Buffer)[];
  contentType?: string;
}

/** One SSE event of a streamed completion. */
export function chunkEvent(delta: Record<string, unknown>, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices })}\n\n`;
}

export function tokensOf(script: ModelScript, messages: readonly WireMessage[]): readonly string[] {
  const { tokens = ['我', '在', '听', '。'] } = script;
  const made = typeof tokens === 'function' ? tokens(messages) : tokens;
  return typeof made === 'string' ? [...made] : made;
}

/** What a failing upstream says; none of it may reach a client or a log. */
export function upstreamError(): object {
  return { error: { message: 'upstream-secret-detail', type: 'server_error' } };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Texts that share characters get similar vectors; unit length. */
export function hashedEmbedding(text: string): number[] {
  const vector = new Array<number>(EMBEDDING_DIMENSIONS).fill(0);
  for (const character of text) {
    const slot = createHash('sha256').update(character).digest().readUInt16BE(0) % EMBEDDING_DIMENSIONS;
    vector[slot] = (vector[slot] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
