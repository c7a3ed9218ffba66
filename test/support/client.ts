import { EventSourceParserStream } from 'eventsource-parser/stream';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ChatFrame, CompleteFrame, ErrorFrame } from '../../src/chat/frames/chat-frame.js';

/** A parsed JSON answer; tests read into it as deep as they need. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is what the tests assert
export type JsonBody = Record<string, any>;

export interface TurnBody {
  message: string;
  user_id?: string;
  session_id?: string;
  metadata?: Record<string, unknown>;
}

export interface SseEvent {
  event?: string;
  id?: string;
  data: string;
}

const post = (url: string, body: unknown, { signal, key }: { signal?: AbortSignal; key?: string } = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key !== undefined && { 'Idempotency-Key': key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });

/** One JSON request; the answer's body as it came. */
export async function requestJson(
  url: string,
  options: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: JsonBody }> {
  const { method = options.body === undefined ? 'GET' : 'POST', body, headers } = options;
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as object),
  };
}

/** Events of a stream as they arrive. Leaving the loop closes the connection. */
export async function* readEvents(response: Response): AsyncGenerator<SseEvent> {
  const events = response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const event of events) yield event;
}

export interface Told {
  status: number;
  frames: ChatFrame[];
  ids: (string | undefined)[];
  text: string;
  last: CompleteFrame | ErrorFrame | undefined;
  /** True when `[DONE]` came. */
  done: boolean;
  problem?: JsonBody;
  retryAfter: string | null;
  /** True when the answer says that it is an earlier request's. */
  replayed: boolean;
  /** Milliseconds until the first safety frame and the first token. */
  safetyMs?: number;
  firstTokenMs?: number;
}

/** One turn over `/streaming/chat/with-metadata`, read to its end or until `stopWhen` says so. */
export async function tell(
  url: string,
  body: TurnBody,
  options: { signal?: AbortSignal; key?: string; stopWhen?: (frame: ChatFrame) => boolean } = {},
): Promise<Told> {
  const startedAt = performance.now();
  const response = await post(`${url}/streaming/chat/with-metadata`, body, options);
  return readTold(response, startedAt, options.stopWhen);
}

/** Reads a stream on, to its end or until `stopWhen` says so. */
export async function resume(
  url: string,
  streamId: string,
  options: { userId?: string; lastId?: string | undefined; stopWhen?: (frame: ChatFrame) => boolean } = {},
): Promise<Told> {
  const { userId, lastId, stopWhen } = options;
  const query = userId === undefined ? '' : `?user_id=${userId}`;
  const response = await fetch(`${url}/streaming/chat/${streamId}${query}`, {
    headers: lastId === undefined ? {} : { 'Last-Event-ID': lastId },
  });
  return readTold(response, performance.now(), stopWhen);
}

async function readTold(
  response: Response,
  startedAt: number,
  stopWhen?: (frame: ChatFrame) => boolean,
): Promise<Told> {
  const told: Told = {
    status: response.status,
    frames: [],
    ids: [],
    text: '',
    last: undefined,
    done: false,
    retryAfter: response.headers.get('retry-after'),
    replayed: response.headers.get('idempotency-replayed') === 'true',
  };
  if (response.status !== 200) {
    told.problem = (await response.json()) as object;
    return told;
  }
  for await (const event of readEvents(response)) {
    if (event.data === '[DONE]') {
      told.done = true;
      continue;
    }
    const frame = JSON.parse(event.data) as ChatFrame;
    told.frames.push(frame);
    told.ids.push(event.id);
    if (frame.type === 'safety') told.safetyMs ??= performance.now() - startedAt;
    if (frame.type === 'token') {
      told.firstTokenMs ??= performance.now() - startedAt;
      told.text += frame.content;
    }
    if (frame.type === 'complete' || frame.type === 'error') told.last = frame;
    if (stopWhen?.(frame)) break;
  }
  return told;
}

/** One turn over `/streaming/chat`: the events a plain reader sees. */
export async function tellPlain(
  url: string,
  body: TurnBody,
  options: { key?: string } = {},
): Promise<{ headers: Headers; events: SseEvent[] }> {
  const response = await post(`${url}/streaming/chat`, body, options);
  const events: SseEvent[] = [];
  for await (const event of readEvents(response)) events.push(event);
  return { headers: response.headers, events };
}

export type SocketFrame = (ChatFrame | { type: 'pong' }) & { request_id?: string };

/** A WebSocket client that keeps what it received. */
export class SocketClient {
  readonly received: SocketFrame[] = [];
  private readonly watchers = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as SocketFrame);
      for (const look of [...this.watchers]) look();
    });
  }

  static async connect(url: string): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(url));
    await once(client.socket, 'open');
    return client;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves with the first received frame that fits, also one received already. */
  frame(fits: (frame: SocketFrame) => boolean): Promise<SocketFrame> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.received.find(fits);
        if (!found) return;
        this.watchers.delete(look);
        resolve(found);
      };
      this.watchers.add(look);
      look();
    });
  }

  /** The frames of one request, once its terminal frame came. */
  async turn(requestId: string): Promise<SocketFrame[]> {
    await this.frame(
      (frame) => frame.request_id === requestId && (frame.type === 'complete' || frame.type === 'error'),
    );
    return this.received.filter((frame) => frame.request_id === requestId);
  }

  close(): void {
    this.socket.terminate();
  }
}

/** Repeats `check` on each turn of the event loop and short pauses until it gives something; for states only visible from outside. */
export async function eventually<T>(
  check: () => Promise<T | undefined> | T | undefined,
  what: string,
  withinMs = 10_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > until) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
