/** Takes a piece of text. True: go on. False: enough. A promise: nothing more before it answers. */
export type TakeText = (piece: string) => boolean | Promise<boolean>;

/**
 * Text that its source hands over by calls, in the turn of the event loop in which it arrived: through a chain of
 * async iterators each token would pay several promises at each link. It can be iterated as well, at the reader's
 * pace. Nothing happens before it is read, and it is read once.
 */
export class PushedText implements AsyncIterable<string> {
  /** @param pushTo resolves when the text is whole or `take` had enough, and rejects with what broke it off. */
  constructor(readonly pushTo: (take: TakeText) => Promise<void>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    let arrive = (_piece: string) => {};
    let goOn = (_more: boolean) => {};
    const nextPiece = () => new Promise<string>((resolve) => (arrive = resolve));
    let next = nextPiece();
    const ended = this.pushTo((piece) => {
      arrive(piece);
      return new Promise<boolean>((resolve) => (goOn = resolve));
    });
    try {
      for (;;) {
        const piece = await Promise.race([next, ended]);
        if (piece === undefined) return;
        next = nextPiece();
        yield piece;
        goOn(true);
      }
    } finally {
      goOn(false);
      await ended.catch(() => undefined); // thrown above, where anybody still waits for it
    }
  }
}

/** Hands each piece of a text to `take`, until `take` has enough. Rejects with what breaks the text off. */
export async function readInto(text: AsyncIterable<string>, take: TakeText): Promise<void> {
  if (text instanceof PushedText) return text.pushTo(take);
  for await (const piece of text) {
    if (!(await take(piece))) return;
  }
}
