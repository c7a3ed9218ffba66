import { DomainError } from '../../platform/errors/domain-error.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { errorFrame } from '../frames/frame-factory.js';
import { outsideStream } from '../frames/frame-ids.js';
import type { FrameBatch, StreamArchive, StreamPiece } from '../ports/stream-archive.js';
import { FrameLog, type Audience } from './frame-log.js';

/** The stream's process says something every five seconds; after so long without a word it is taken for dead. */
const SILENCE_MS = 15_000;
const INTERRUPTED = new DomainError('interrupted', 'This reply broke off. Please send your message again.', {
  retryAfterSeconds: 1,
});

export interface FollowedPlace {
  streamId: string;
  after: number;
  requestId: string;
}

/** A stream that another process runs, read from the archive piece by piece for one reader, at the reader's pace. */
export class FollowedStream implements Audience {
  readonly log: FrameLog;
  private cursor: string | undefined;
  private heardAt = performance.now();
  private loading = false;

  constructor(
    private readonly archive: StreamArchive,
    private readonly place: FollowedPlace,
    private readonly onLeft: (stream: FollowedStream) => void,
  ) {
    this.log = new FrameLog(this, place.after);
  }

  attended(): void {
    // It was made for that reader.
  }

  abandoned(): void {
    this.onLeft(this);
  }

  /** Undefined when there is no such stream. Rejects when the archive cannot be asked. */
  async loadFirst(): Promise<StreamPiece | undefined> {
    const { streamId, after } = this.place;
    return this.archive.load({ streamId, after, cursor: undefined });
  }

  /** False when what the reader needs is not there any more. */
  take(piece: StreamPiece): boolean {
    this.cursor = piece.cursor;
    if (piece.batches.length > 0) this.heardAt = performance.now();
    return piece.batches.every((batch) => this.takeBatch(batch));
  }

  /** Looks for more, unless the reader has not taken what there is. Never rejects. */
  async goOn(): Promise<void> {
    if (this.log.pace.blocked) this.heardAt = performance.now();
    else if (!this.loading) await this.load();
  }

  /** Ends it for its reader with one `error` frame, unless it has ended. */
  breakOff(reason: DomainError): void {
    this.log.append(outsideStream(errorFrame(reason, this.place.requestId)));
  }

  private async load(): Promise<void> {
    this.loading = true;
    try {
      for (let more = true; more && !this.log.ended && !this.log.pace.blocked;) {
        const { streamId } = this.place;
        const piece = await this.archive.load({ streamId, after: this.log.last, cursor: this.cursor });
        if (piece && !this.take(piece)) this.breakOff(INTERRUPTED);
        more = piece?.more ?? false;
      }
    } catch {
      // The archive has noted it; to the reader it is silence.
    } finally {
      this.loading = false;
    }
    if (performance.now() - this.heardAt > SILENCE_MS) this.breakOff(INTERRUPTED);
  }

  private takeBatch({ first, frames, ends }: FrameBatch): boolean {
    const { log } = this;
    if (frames.length > 0 && first > log.last + 1) return false;
    for (const json of frames.slice(log.last + 1 - first)) log.append(JSON.parse(json) as ChatFrame);
    if (ends) log.finish();
    return true;
  }
}
