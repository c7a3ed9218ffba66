import type { TakeText } from '../ports/pushed-text.js';
import type { ReplyDeadlines } from './reply-deadlines.js';

/** The reader of one reply, over all its attempts: whether it got anything, wants more, and is the one waited for. */
export class WatchedReader {
  begun = false;
  wanted = true;
  private readonly startedAt = Date.now();

  constructor(
    private readonly reader: TakeText,
    private readonly deadlines: ReplyDeadlines,
    private readonly onFirst: (waitedMs: number) => void,
  ) {}

  readonly take: TakeText = (piece) => {
    if (!this.begun) this.begin();
    const more = this.reader(piece);
    if (typeof more === 'boolean') return (this.wanted = more);
    this.deadlines.handOver();
    return more.then((goOn) => {
      this.deadlines.readerIsBack();
      return (this.wanted = goOn);
    });
  };

  private begin(): void {
    this.begun = true;
    this.deadlines.replyBegan();
    this.onFirst(Date.now() - this.startedAt);
  }
}
