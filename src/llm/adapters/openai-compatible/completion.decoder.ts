import { createParser } from 'eventsource-parser';
import { RemoteModelError } from '../../ports/remote-language-model.js';
import { ChunkShortcut, REPLACEMENT } from './chunk-shortcut.js';
import { readChunk, type CompletionChunk } from './completion-chunk.js';
import { VisibleTextFilter } from './visible-text.filter.js';

/** More than any reply to a person; a model that goes on beyond it has lost its way. */
const MAX_REPLY_BYTES = 200_000;
/** Bounds what one event without an end can pile up in memory. */
const MAX_EVENT_CHARACTERS = 512 * 1024;
/** The finish reasons of a reply that is not all there; any other one means that it is. */
const CUT_SHORT = 'length';
const WITHHELD = 'content_filter';
const LINE_FEED = 0x0a;

/** How the answer's content type says it is to be read; a `page` is nothing a model wrote. */
export type AnswerFormat = 'events' | 'document' | 'page';

/**
 * Turns the bytes of one streamed completion into the reply's visible text. The same text sent twice is kept twice:
 * chunks carry no number, and 哈 after 哈 is what people write.
 */
export class CompletionDecoder {
  private readonly utf8 = new TextDecoder();
  private readonly filter: VisibleTextFilter;
  private readonly events = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: ({ data }) => this.takeEvent(data),
    onError: ({ type }) => {
      // Unknown fields are skipped, as in any event stream.
      if (type === 'max-buffer-size-exceeded') this.fail(invalid());
    },
  });
  private readonly shortcut = new ChunkShortcut();
  /** What was fed so far ended with an event: neither the parser nor the text decoder holds anything. */
  private betweenEvents = false;
  private document = '';
  private pending = '';
  /** Of the chunk read last by the full parser, as the model wrote it. */
  private lastText = '';
  private replyBytes = 0;
  private finishReason: string | undefined;
  private fault: RemoteModelError | undefined;
  private ended = false;

  constructor(private readonly options: { format: AnswerFormat; opensThinking: boolean }) {
    this.filter = new VisibleTextFilter(options.opensThinking);
  }

  /** The model said that it is done, or wrote what cannot be read; nothing after that is looked at. */
  get finished(): boolean {
    return this.finishReason !== undefined || this.fault !== undefined;
  }

  /** The template opens the thinking, and the text only closes it. */
  get closesUnopenedThinking(): boolean {
    return this.filter.leakedThinking || (this.options.opensThinking && this.filter.closedThinking);
  }

  /** Feeds bytes of the answer and returns the text they complete: also what came before a fault. */
  push(bytes: Buffer): string {
    if (this.options.format === 'events') {
      this.pushEvents(bytes);
      return this.takePending();
    }
    const text = this.utf8.decode(bytes, { stream: true });
    if (this.options.format === 'page') this.fail(invalid());
    else this.document += text;
    if (this.document.length > MAX_EVENT_CHARACTERS) this.fail(invalid());
    return this.takePending();
  }

  /** The last characters, once no more bytes are read. */
  end(): string {
    this.ended = true;
    if (!this.finished && this.options.format === 'document') {
      this.takeEvent(this.document);
      this.finishReason ??= 'stop';
    } else if (!this.finished) {
      // A stream may stop right after its last line, without the blank one that closes the event.
      this.events.feed('\n\n');
    }
    this.pending += this.filter.end();
    return this.takePending();
  }

  /** @throws {RemoteModelError} when what was read is not a whole reply. */
  assertWhole(): void {
    const { fault, finishReason } = this;
    if (fault !== undefined) throw fault;
    if (finishReason === undefined) throw failure('truncated', 'no end');
    // The model's own limit, not a fault of the server; asking again would end the same way.
    if (finishReason === CUT_SHORT) throw cutShort('truncated', finishReason);
    if (finishReason === WITHHELD) throw cutShort('rejected', finishReason);
    if (this.replyBytes === 0) throw failure('empty', finishReason);
  }

  private pushEvents(bytes: Buffer): void {
    const { length } = bytes;
    const wasBetween = this.betweenEvents;
    this.betweenEvents = length > 1 && bytes[length - 1] === LINE_FEED && bytes[length - 2] === LINE_FEED;
    // Whole events need no decoder that remembers, and among them patterns can be recognised.
    if (wasBetween && this.betweenEvents) this.takeEvents(bytes);
    else this.events.feed(this.utf8.decode(bytes, { stream: true }));
  }

  private takeEvents(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && !this.finished) {
      const next = this.shortcut.read(bytes, at);
      if (next === -1) break;
      this.take({ text: this.shortcut.text, finishReason: undefined, failed: false });
      at = next;
    }
    if (at === bytes.length) return;
    const rest = this.utf8.decode(bytes.subarray(at), { stream: true });
    this.lastText = '';
    this.events.feed(rest);
    if (!this.finished && !rest.includes(REPLACEMENT)) this.shortcut.learn(rest, this.lastText);
  }

  private takeEvent(data: string): void {
    if (this.finished || data === '') return;
    if (data === '[DONE]') {
      this.finishReason = 'stop';
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      // An event the connection broke off in: the stream is truncated, which says more than "invalid".
      if (!this.ended || this.options.format === 'document') this.fail(invalid());
      return;
    }
    this.take(readChunk(value));
  }

  private take(chunk: CompletionChunk | undefined): void {
    if (chunk === undefined) return this.fail(invalid());
    if (chunk.failed) return this.fail(failure('truncated', 'error event'));
    this.lastText = chunk.text;
    const visible = chunk.text === '' ? '' : this.filter.push(chunk.text);
    if (this.filter.leakedThinking) return this.fail(invalid({ outage: false }));
    this.pending += visible;
    this.finishReason = chunk.finishReason;
  }

  private fail(fault: RemoteModelError): void {
    this.fault ??= fault;
  }

  private takePending(): string {
    const text = this.pending;
    this.pending = '';
    this.replyBytes += Buffer.byteLength(text);
    if (this.replyBytes <= MAX_REPLY_BYTES) return text;
    this.fail(invalid());
    return '';
  }
}

function failure(kind: 'truncated' | 'empty', code: string): RemoteModelError {
  return new RemoteModelError(kind, { retryable: true, outage: true, code });
}

function invalid({ outage } = { outage: true }): RemoteModelError {
  return new RemoteModelError('invalid_stream', { retryable: false, outage });
}

function cutShort(kind: 'truncated' | 'rejected', code: string): RemoteModelError {
  return new RemoteModelError(kind, { retryable: false, outage: false, code });
}
