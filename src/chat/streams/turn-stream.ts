import type { Observable, Subscription } from 'rxjs';
import { DomainError } from '../../platform/errors/domain-error.js';
import { toUserScope } from '../../platform/identity/user-scope.js';
import { NEVER } from '../client-signal.js';
import { toJson, type ChatFrame } from '../frames/chat-frame.js';
import { errorFrame } from '../frames/frame-factory.js';
import type { StreamPiece, StreamSession } from '../ports/stream-archive.js';
import { FrameLog, type Audience } from './frame-log.js';
import { mayRead } from './stream-request.js';

const MOST_FRAMES_A_PIECE = 500;
const ABANDONED = new DomainError('interrupted', 'This reply was stopped because nobody was reading it.');

export interface StreamOrigin {
  streamId: string;
  userId: string;
  sessionId: string;
  requestId: string;
  /** How long the turn goes on while nobody reads; Infinity: to its end. */
  graceMs: number;
}

export interface StreamEvents {
  /** Called once, with the first frame: from now on somebody may know of the stream. */
  onBegin(stream: TurnStream): void;
  /** Called once, when nothing more comes. */
  onEnd(stream: TurnStream): void;
}

/**
 * One turn's stream in the process that runs it, and afterwards what it said. A reader that leaves does not end the turn
 * at once: it may be on its way back. Only before the first frame it does, since nobody else knows of the turn yet.
 */
export class TurnStream implements Audience {
  readonly log = new FrameLog(this);
  readonly streamId: string;
  readonly userId: string;
  private readonly sessionId: string;
  private readonly requestId: string;
  private readonly graceMs: number;
  private turn: Subscription | undefined;
  /* Let go at the end: the events know the turn, which is not to be kept, and a signal weighs as much as the frames. */
  private events: StreamEvents | undefined;
  private cancelling: AbortController | undefined = new AbortController();
  private grace: NodeJS.Timeout | undefined;
  private alone = false;

  constructor({ streamId, userId, sessionId, requestId, graceMs }: StreamOrigin, events: StreamEvents) {
    this.streamId = streamId;
    this.userId = userId;
    this.sessionId = sessionId;
    this.requestId = requestId;
    this.graceMs = graceMs;
    this.events = events;
  }

  /** Whether the turn goes on without a reader. */
  get detached(): boolean {
    return this.alone && !this.log.ended;
  }

  /** Aborted by `cancel`; the turn then ends with a frame that says so. */
  get cancelled(): AbortSignal {
    return this.cancelling?.signal ?? NEVER;
  }

  mayBeReadBy(userId: string | undefined): boolean {
    return mayRead(this.userId, userId);
  }

  belongsTo({ userScope, sessionId }: StreamSession): boolean {
    return this.sessionId === sessionId && toUserScope(this.userId, sessionId) === userScope;
  }

  /** What another process reads at a time. */
  pieceAfter(after: number): StreamPiece {
    const { log } = this;
    const frames = log.slice(after, MOST_FRAMES_A_PIECE);
    const last = after + frames.length;
    const ends = log.ended && last >= log.last;
    return {
      owner: this.userId,
      batches: [{ first: after + 1, frames: frames.map(toJson), ends }],
      cursor: String(last),
      more: last < log.last,
    };
  }

  /** To be called once, when its first reader has joined. */
  start(frames: Observable<ChatFrame>): void {
    this.turn = frames.subscribe({
      next: (frame) => {
        this.log.append(frame);
        if (this.log.last === 1) this.events?.onBegin(this);
      },
      error: (error: unknown) => {
        this.log.fail(error);
        this.end();
      },
      complete: () => this.end(),
    });
  }

  cancel(): void {
    this.cancelling?.abort();
  }

  attended(): void {
    this.alone = false;
    clearTimeout(this.grace);
  }

  abandoned(): void {
    const { graceMs } = this;
    if (this.log.last === 0 || graceMs === 0) return this.giveUp();
    this.alone = true;
    if (graceMs !== Infinity) this.grace = setTimeout(() => this.giveUp(), graceMs).unref();
  }

  /** Stops the model. Who comes too late finds what was said, and that there is no more of it. */
  private giveUp(): void {
    this.turn?.unsubscribe();
    if (this.log.last > 0) this.log.append(errorFrame(ABANDONED, this.requestId));
    else this.log.fail(ABANDONED);
    this.end();
  }

  private end(): void {
    clearTimeout(this.grace);
    this.grace = undefined;
    this.turn = undefined;
    this.cancelling = undefined;
    this.log.pack();
    const { events } = this;
    this.events = undefined;
    events?.onEnd(this);
  }
}
