import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  hashedEmbedding,
  sendJson,
  upstreamError,
  type ModelScript,
  type WireMessage,
} from './model-wire.js';
import { answerJson, answerModeration, type JsonScript, type ModerationScript } from './scripted-analysis.js';
import { ScriptedReply } from './scripted-reply.js';
import { breakOff } from './break-off.js';

export { chunkEvent, type ModelScript, type WireMessage } from './model-wire.js';

export interface RequestBody {
  model?: string;
  stream?: boolean;
  messages?: WireMessage[];
  input?: string | string[];
  /** Set where JSON is asked for: a reading of feelings, not a reply. */
  response_format?: { type: string };
  temperature?: number;
  max_tokens?: number;
}

export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The parsed JSON body; undefined for a GET. */
  body: RequestBody | undefined;
  /** Numbers the connections in the order they were opened. */
  connection: number;
  /** Resolves when the client closed the connection before the answer was whole. */
  hungUp: Promise<void>;
  /** True once the answer was sent to its end. */
  answered: boolean;
}

const CHAT_PATH = '/v1/chat/completions';

/**
 * A scripted OpenAI-compatible server on a real socket: `/v1/models`, `/v1/chat/completions`, `/v1/embeddings`,
 * `/v1/moderations`.
 * `script` answers every chat request until `enqueue`d scripts, which answer one request each, take their turn.
 */
export class ModelServer {
  /** Answers chat requests when nothing is enqueued. */
  script: ModelScript = {};
  /** Status of `/v1/models`; `hang` never answers. */
  modelsStatus: number | 'hang' = 200;
  /** Status of `/v1/embeddings`; `hang` never answers. */
  embeddingsStatus: number | 'hang' = 200;
  /** Replaces the built-in embedding. */
  embed: (text: string) => number[] = hashedEmbedding;
  /** Answers chat requests that ask for JSON; they take no script of the others. */
  jsonScript: JsonScript = {};
  /** Answers `/v1/moderations`: by default that nothing was found. */
  moderationScript: ModerationScript = {};
  readonly requests: RecordedRequest[] = [];

  private readonly queue: ModelScript[] = [];
  private readonly sockets = new Map<Socket, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly watchers = new Set<() => void>();
  private server: Server | undefined;
  private listeningPort = 0;
  private opened = 0;

  static async start(script: ModelScript = {}): Promise<ModelServer> {
    const server = new ModelServer();
    server.script = script;
    await server.start();
    return server;
  }

  /** `http://127.0.0.1:port/v1` */
  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.listeningPort}`;
  }

  get port(): number {
    return this.listeningPort;
  }

  /** Connections opened so far. */
  get connections(): number {
    return this.opened;
  }

  get chatRequests(): RecordedRequest[] {
    return this.requests.filter(({ path, body }) => path === CHAT_PATH && !body?.response_format);
  }

  get jsonRequests(): RecordedRequest[] {
    return this.requests.filter(({ path, body }) => path === CHAT_PATH && body?.response_format);
  }

  get moderationRequests(): RecordedRequest[] {
    return this.requests.filter(({ path }) => path === '/v1/moderations');
  }

  /** Listens; after `stop` on the same port as before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response));
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket) => {
      this.sockets.set(socket, ++this.opened);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.listen(this.listeningPort, '127.0.0.1');
    await once(server, 'listening');
    this.listeningPort = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Like a crash: the port closes and every connection is reset. */
  async stop(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    this.server = undefined;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets.keys()) breakOff(socket);
    await closed;
  }

  /** The next chat requests are answered by these, in order, one each. */
  enqueue(...scripts: readonly ModelScript[]): this {
    this.queue.push(...scripts);
    return this;
  }

  /** Resolves with the nth chat request (from 1), now or when it arrives. */
  async chatRequest(nth: number): Promise<RecordedRequest> {
    for (;;) {
      const request = this.chatRequests[nth - 1];
      if (request !== undefined) return request;
      await this.nextRequest();
    }
  }

  /** Resolves when another request, of any path, has arrived. */
  nextRequest(): Promise<void> {
    return new Promise((resolve) => this.watchers.add(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part as Buffer);
    } catch {
      return; // The client left while it was still sending.
    }
    const recorded = this.record(request, response, Buffer.concat(parts).toString('utf8'));
    if (recorded.path === '/v1/models') return this.answerModels(response);
    if (recorded.path === '/v1/embeddings') return this.answerEmbeddings(recorded, response);
    if (recorded.path === '/v1/moderations') {
      return answerModeration(this.moderationScript, recorded.body ?? {}, response);
    }
    if (recorded.path === CHAT_PATH && recorded.body?.response_format) {
      return answerJson(this.jsonScript, recorded.body, response);
    }
    if (recorded.path === CHAT_PATH) {
      const script = this.queue.shift() ?? this.script;
      const reply = new ScriptedReply(response, (milliseconds) => this.pause(milliseconds));
      return reply.send(script, recorded.body?.messages ?? []);
    }
    sendJson(response, 404, { error: { message: 'no such route' } });
  }

  private record(request: IncomingMessage, response: ServerResponse, text: string): RecordedRequest {
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      path: (request.url ?? '').split('?')[0] ?? '',
      headers: request.headers,
      body: text === '' ? undefined : (JSON.parse(text) as RecordedRequest['body']),
      connection: this.sockets.get(request.socket) ?? 0,
      answered: false,
      hungUp: new Promise((resolve) => {
        response.on('close', () => {
          if (!response.writableFinished) resolve();
        });
      }),
    };
    response.on('finish', () => (recorded.answered = true));
    this.requests.push(recorded);
    const waiting = [...this.watchers];
    this.watchers.clear();
    for (const notify of waiting) notify();
    return recorded;
  }

  private answerModels(response: ServerResponse): void {
    if (this.modelsStatus === 'hang') return;
    sendJson(response, this.modelsStatus, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
  }

  private answerEmbeddings(recorded: RecordedRequest, response: ServerResponse): void {
    if (this.embeddingsStatus === 'hang') return;
    if (this.embeddingsStatus !== 200) return sendJson(response, this.embeddingsStatus, upstreamError());
    const texts = [recorded.body?.input ?? []].flat();
    sendJson(response, 200, {
      object: 'list',
      model: recorded.body?.model,
      data: texts.map((text, index) => ({ object: 'embedding', index, embedding: this.embed(text) })),
    });
  }

  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        resolve();
      }, milliseconds);
      this.timers.add(timer);
    });
  }
}
