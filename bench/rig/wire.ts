import type { Transport, TurnInput } from './load.types.js';

/** What to look for in a stream's bytes. Token text cannot hold these: its quotes are escaped. */
export interface Wire {
  path: string;
  token: Buffer;
  /** Seen in every turn that ended well. */
  end: Buffer;
  error: Buffer | undefined;
  /** The service is done with reading and turns to the model. */
  asksModel?: Buffer;
  toBody(turn: TurnInput): string;
}

/** Something was left out or replaced by its fallback. */
const DEGRADED = Buffer.from('"degraded":["');
const FALLBACK = Buffer.from('"fallback_used":true');
const ERROR_FRAME = Buffer.from('"type":"error"');
const DONE = Buffer.from('[DONE]');
const ASK_MODEL = ({ message }: TurnInput) =>
  JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: message }] });

export const WIRES: Record<Transport, Wire> = {
  sse: {
    path: '/streaming/chat/with-metadata',
    token: Buffer.from('{"type":"token"'),
    end: Buffer.from('{"type":"complete"'),
    error: ERROR_FRAME,
    asksModel: Buffer.from('{"type":"generating"'),
    toBody: JSON.stringify,
  },
  plain: {
    path: '/streaming/chat',
    token: Buffer.from('\ndata: '),
    end: DONE,
    error: Buffer.from('event: error'),
    toBody: JSON.stringify,
  },
  post: {
    path: '/chat',
    token: Buffer.from('"response":'),
    end: Buffer.from('"message_id":'),
    error: undefined,
    toBody: JSON.stringify,
  },
  websocket: {
    path: '/streaming/ws',
    token: Buffer.from('{"type":"token"'),
    end: Buffer.from('{"type":"complete"'),
    error: ERROR_FRAME,
    toBody: JSON.stringify,
  },
  model: {
    path: '/v1/chat/completions',
    token: Buffer.from('"content":"'),
    end: DONE,
    error: undefined,
    toBody: ASK_MODEL,
  },
};

/** Longer than any pattern, so that one cut by a read is found in the next. */
const KEPT_BYTES = 32;

/** Counts a turn's tokens and notices its end, without decoding anything. */
export class StreamScanner {
  tokens = 0;
  ended = false;
  failed = false;
  degraded = false;
  fallback = false;
  firstTokenAt: number | undefined;
  asksModelAt: number | undefined;
  /** The last bytes read. */
  tail: Buffer = Buffer.alloc(0);

  constructor(private readonly wire: Wire) {}

  take(data: Buffer): void {
    const { token, end, error, asksModel } = this.wire;
    const kept = this.tail.length;
    const bytes = kept === 0 ? data : Buffer.concat([this.tail, data]);
    let at = bytes.indexOf(token, Math.max(0, kept - token.length + 1));
    if (at !== -1) this.firstTokenAt ??= performance.now();
    for (; at !== -1; at = bytes.indexOf(token, at + token.length)) this.tokens += 1;
    if (asksModel !== undefined && this.asksModelAt === undefined && bytes.includes(asksModel)) {
      this.asksModelAt = performance.now();
    }
    if (bytes.includes(end)) this.ended = true;
    if (error !== undefined && bytes.includes(error)) this.failed = true;
    if (bytes.includes(DEGRADED)) this.degraded = true;
    if (bytes.includes(FALLBACK)) this.fallback = true;
    this.tail = Buffer.from(bytes.subarray(-KEPT_BYTES));
  }
}
