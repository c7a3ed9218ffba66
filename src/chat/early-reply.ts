import { misleads } from '../emotion/emotion.types.js';
import type { LanguageModel, ReplyRequest } from '../llm/ports/language-model.js';
import { PushedText, readInto, type TakeText } from '../llm/ports/pushed-text.js';

/**
 * A reply the model was asked for while the message was still being stored and servers were giving their opinion of it. It
 * is wanted unless their opinion would have told the model something else; until then nothing of it is read beyond its first piece.
 */
export class EarlyReply {
  private readonly controller = new AbortController();
  private readonly asking: Promise<Asked | undefined>;
  private ended = false;

  /** @param request none where nothing is to be asked early; rejects only when `signal` is aborted, which ends the early reply too. */
  constructor(model: LanguageModel, request: Promise<ReplyRequest | undefined>, signal: AbortSignal) {
    const own = this.controller.signal;
    const follow = () => this.controller.abort(signal.reason);
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true });
    this.asking = request.then(
      (known) => {
        if (known === undefined || own.aborted) return undefined;
        return { request: known, text: begun(model.stream(known, own), own, () => (this.ended = true)) };
      },
      () => undefined,
    );
  }

  /** The reply from its beginning, or none where the model was told something else. One that is not wanted is ended. */
  async take(request: ReplyRequest): Promise<AsyncIterable<string> | undefined> {
    const asked = await this.asking;
    if (asked !== undefined && tellMuchTheSame(asked.request, request)) return asked.text;
    this.drop();
    return undefined;
  }

  /** Stops the model. Does nothing to a reply that has ended. */
  drop(): void {
    if (!this.ended) this.controller.abort(new Error('the reply is not wanted'));
  }
}

interface Asked {
  request: ReplyRequest;
  text: PushedText;
}

/**
 * Which hard feeling it is, and how strong, makes no other reply: the model reads the message itself and is told that the
 * label may be wrong. Both requests have the same history and memories.
 */
function tellMuchTheSame({ context: told }: ReplyRequest, { context: found }: ReplyRequest): boolean {
  const differs = told.riskLevel !== found.riskLevel || told.language !== found.language;
  return !differs && !misleads(told.emotion, found.emotion);
}

/** Reads a text from now on, and holds its first piece back until it is known who takes the whole: nobody after an abort. */
function begun(text: AsyncIterable<string>, signal: AbortSignal, onEnd: () => void): PushedText {
  let reader: TakeText | undefined;
  let becomesKnown = (_take: TakeText) => {};
  const known = new Promise<TakeText>((resolve) => (becomesKnown = resolve));
  // A source that has said all it had hears of no abort: it waits for this piece to be taken.
  signal.addEventListener('abort', () => becomesKnown(() => false), { once: true });
  const reading = readInto(text, (piece) => (reader ? reader(piece) : known.then((take) => take(piece))));
  reading.then(onEnd, onEnd); // whoever takes the text meets a failure there
  return new PushedText((take) => {
    reader = take;
    becomesKnown(take);
    return reading;
  });
}
