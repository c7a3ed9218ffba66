import { toJson, type ChatFrame, type StartFrame } from './chat-frame.js';
import { FrameIds } from './frame-ids.js';

/** Turns frames into the bytes of an event stream (WHATWG HTML, section 9.2). One instance per stream. */
export interface SseCodec {
  /** The event for a frame; '' for one this form of the stream does not show. */
  encode(frame: ChatFrame): string;
}

export const SSE_DONE = 'data: [DONE]\n\n';
export const SSE_HEARTBEAT = ': heartbeat\n\n';

export const SSE_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
} as const;

const LINE_END = /\r\n|\r|\n/;

/** Plain text: a token is an unnamed event; only `safety` and `error` are shown besides, as named events. */
export class PlainSseCodec implements SseCodec {
  encode(frame: ChatFrame): string {
    switch (frame.type) {
      case 'token':
        return dataLines(frame.content);
      case 'safety':
      case 'error':
        return `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`;
      case 'start':
      case 'processing':
      case 'analysis':
      case 'generating':
      case 'complete':
        return '';
    }
  }
}

/** One JSON object an event, each with its id. */
export class JsonSseCodec implements SseCodec {
  constructor(private readonly ids = new FrameIds()) {}

  encode(frame: ChatFrame): string {
    return `id: ${this.ids.next(frame)}\ndata: ${toJson(frame)}\n\n`;
  }
}

/** Where a reader of the plain form learns which session it is in. */
export function sseHeaders(start: StartFrame): Record<string, string> {
  return {
    ...SSE_HEADERS,
    'X-Session-Id': start.session_id,
    'X-Message-Id': start.message_id,
    'X-Stream-Id': start.stream_id,
  };
}

/** A newline inside the text starts another `data:` line; one leading space is the framing's, further ones are kept. */
function dataLines(text: string): string {
  if (!LINE_END.test(text)) return `data: ${text}\n\n`;
  return `${text
    .split(LINE_END)
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
}
