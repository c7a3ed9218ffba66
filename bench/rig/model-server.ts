import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REPLY_END, replyChunks, type ReplyLanguage } from './model-replies.js';
import { seededRandom } from './random.js';
import { TimerWheel } from './timer-wheel.js';

/** Milliseconds: one number, or a range drawn from evenly. */
export type Delay = number | readonly [from: number, to: number];

export interface ModelSettings {
  seed?: number;
  firstTokenMs?: Delay;
  tokens?: number;
  gapMs?: Delay;
  /** Replies that are written at once; others wait in line, as where the batch of a GPU is full. */
  slots?: number;
  emotionMs?: Delay;
  moderationMs?: Delay;
  embeddingMs?: Delay;
  /** Numbers in an embedding; as bge-m3, which .env.example names, unless said. */
  dimensions?: number;
  /** What happens to one reply in `faultEvery`. */
  fault?: 'refuse' | 'reset' | 'stall';
  faultEvery?: number;
}

export interface ModelMessage {
  settings?: ModelSettings;
}

export interface ModelAnswer {
  /** Since the start. */
  tokensWritten: number;
  repliesAsked: number;
}

/**
 * A scripted OpenAI-compatible server as a process of its own. Settings come as JSON in the first argument and change
 * by IPC; the port leaves by IPC. Each token is one event and one write.
 */
const wheel = new TimerWheel();
let settings: Required<Omit<ModelSettings, 'fault'>> & Pick<ModelSettings, 'fault'>;
let random = seededRandom(1);
let replies: Record<ReplyLanguage, Buffer[][]>;
let replyNumber = 0;
let tokensWritten = 0;

function configure(given: ModelSettings): void {
  settings = {
    seed: 1,
    firstTokenMs: 0,
    tokens: 20,
    gapMs: 0,
    slots: Number.POSITIVE_INFINITY,
    emotionMs: 0,
    moderationMs: 0,
    embeddingMs: 0,
    dimensions: 1024,
    faultEvery: 1,
    ...given,
  };
  random = seededRandom(settings.seed);
  replies = { zh: replyChunks('zh', settings.tokens), en: replyChunks('en', settings.tokens) };
}

function toMs(delay: Delay): number {
  return typeof delay === 'number' ? delay : delay[0] + random() * (delay[1] - delay[0]);
}

function later(delay: Delay, run: () => void): void {
  const delayMs = toMs(delay);
  if (delayMs <= 0) run();
  else wheel.after(delayMs, run);
}

const SOUNDS_PLEASANT =
  /好多了|心情好|松了(一)?口气|感觉不错|有点开心|觉得好笑|很感动|I passed the exam|Thank you for listening/;

/** What the message says: the service asks the model again where it heard the opposite. */
function reading(body: string): object {
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  const emotion = SOUNDS_PLEASANT.test(messages.at(-1)!.content) ? 'happy' : 'sad';
  const message = {
    role: 'assistant',
    content: JSON.stringify({ emotion, intensity: 6.5, confidence: 0.86 }),
  };
  return { object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] };
}

function moderation(body: string): object {
  const { input } = JSON.parse(body) as { input: string | string[] };
  const scores = {
    'self-harm': 0.001,
    'self-harm/intent': 0.001,
    'self-harm/instructions': 0,
    harassment: 0,
  };
  const result = {
    flagged: false,
    categories: Object.fromEntries(Object.keys(scores).map((name) => [name, false])),
    category_scores: scores,
  };
  return { id: 'modr-1', model: 'bench', results: [input].flat().map(() => result) };
}

/** Vectors of length 1 that depend on the text's characters, so that the same text is always near itself. */
function embeddings(body: string): object {
  const { input } = JSON.parse(body) as { input: string | string[] };
  const data = [input].flat().map((text, index) => {
    const vector = new Array<number>(settings.dimensions).fill(0.01);
    for (const character of text) vector[character.codePointAt(0)! % settings.dimensions]! += 1;
    const length = Math.hypot(...vector);
    return { object: 'embedding', index, embedding: vector.map((value) => value / length) };
  });
  return { object: 'list', model: 'bench', data };
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

let slotsTaken = 0;
const line: (() => void)[] = [];

/** Runs `run` once a slot is free; the slot is given back when the answer closes, also to who hung up in line. */
function withSlot(response: ServerResponse, run: () => void): void {
  const begin = () => {
    if (response.destroyed) return;
    slotsTaken += 1;
    response.once('close', () => {
      slotsTaken -= 1;
      while (slotsTaken < settings.slots && line.length > 0) line.shift()!();
    });
    run();
  };
  if (slotsTaken < settings.slots) begin();
  else line.push(begin);
}

/** The person's message comes last. */
function languageOf(body: string): ReplyLanguage {
  return /[\u4e00-\u9fff]/.test(body.slice(-120)) ? 'zh' : 'en';
}

function streamReply(response: ServerResponse, language: ReplyLanguage): void {
  const mine = replies[language][replyNumber % replies[language].length]!;
  const { fault, gapMs } = settings;
  replyNumber += 1;
  const failing = fault !== undefined && replyNumber % settings.faultEvery === 0 ? fault : undefined;
  if (failing === 'refuse') return sendJson(response, { error: { message: 'unavailable' } }, 503);
  let sent = 0;
  const next = () => {
    if (response.destroyed) return;
    if (failing && sent >= mine.length / 2) {
      if (failing === 'reset') response.destroy();
      return;
    }
    response.write(mine[sent]);
    sent += 1;
    tokensWritten += 1;
    if (sent < mine.length) return later(gapMs, next);
    response.write(REPLY_END[0]);
    response.end(REPLY_END[1]);
  };
  const begin = () => {
    if (response.destroyed) return;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
    next();
  };
  withSlot(response, () => later(settings.firstTokenMs, begin));
}

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  switch (request.url) {
    case '/v1/chat/completions':
      if (!body.includes('"response_format"')) return streamReply(response, languageOf(body));
      return later(settings.emotionMs, () => sendJson(response, reading(body)));
    case '/v1/moderations':
      return later(settings.moderationMs, () => sendJson(response, moderation(body)));
    case '/v1/embeddings':
      return later(settings.embeddingMs, () => sendJson(response, embeddings(body)));
    case '/v1/models':
      return sendJson(response, { object: 'list', data: [{ id: 'bench', object: 'model' }] });
    default:
      return sendJson(response, { error: { message: 'no such route' } }, 404);
  }
}

configure(JSON.parse(process.argv[2] ?? '{}') as ModelSettings);
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => answer(request, response, Buffer.concat(parts).toString()));
});
server.keepAliveTimeout = 120_000;
server.on('connection', (socket) => socket.on('error', () => socket.destroy()));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', ({ settings: changed }: ModelMessage) => {
  if (changed !== undefined) configure(changed);
  process.send?.({ tokensWritten, repliesAsked: replyNumber } satisfies ModelAnswer);
});
process.on('disconnect', () => process.exit(0));
