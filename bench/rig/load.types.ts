export interface TurnInput {
  message: string;
  user_id: string;
  session_id: string;
}

/** `model` is what the model server and the bare relay speak; the others are the service's routes. */
export type Transport = 'sse' | 'plain' | 'post' | 'websocket' | 'model';

export interface LoadJob {
  port: number;
  transport: Transport;
  /** One list for each client that works at the same time; a client sends its turns one after another. */
  clients: readonly (readonly TurnInput[])[];
  /** Repeats the lists until so long has passed, instead of going through them once. */
  forMs?: number;
  /** Clients begin evenly spread over so long. */
  rampMs?: number;
  /** Pause of a client between two turns. */
  thinkMs?: number;
  /** Until when a reply is worth something, from when it was asked for. */
  deadlineMs?: number;
  /** Keeps what the service acknowledged of each turn (`sse` only). */
  keepReplies?: boolean;
}

export interface Acknowledged extends TurnInput {
  messageId: string;
  userMessageId: string;
  reply: string;
}

export interface LoadResult {
  elapsedMs: number;
  /** CPU seconds of the client process. */
  cpuSeconds: number;
  turns: number;
  tokens: number;
  /** Of each good turn, in the order they ended. */
  firstTokenMs: number[];
  totalMs: number[];
  /** Until the service turned to the model (`sse` only). */
  asksModelMs: number[];
  /** Good turns that went without something (`sse` and `post` only). */
  degraded: number;
  /** Good turns that were whole within the deadline and written by the model (`sse` and `post` only). */
  inTime: number;
  /** Number of failed turns by reason: `http 503`, `error frame`, `cut`, `connection`. */
  failures: Record<string, number>;
  acknowledged: Acknowledged[];
}

export interface TurnOutcome {
  firstTokenMs: number;
  totalMs: number;
  asksModelMs?: number;
  tokens: number;
  degraded?: boolean;
  fallback?: boolean;
  failure?: string;
  body?: string;
}

export function failuresOf(result: LoadResult): number {
  return Object.values(result.failures).reduce((sum, count) => sum + count, 0);
}
