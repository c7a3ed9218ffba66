import type { LanguageModel, ReplyRequest } from '../llm/ports/language-model.js';

/**
 * A reply the model was asked for while servers were still giving their opinion of the message. It is wanted when
 * their opinion changes nothing the model was told; until then nothing of it is read beyond its first piece.
 */
export class EarlyReply {
  private readonly controller = new AbortController();
  private readonly asking: Promise<Asked | undefined>;

  /** @param request rejects only when `signal` is aborted, which ends the early reply too. */
  constructor(model: LanguageModel, request: Promise<ReplyRequest>, signal: AbortSignal) {
    const own = AbortSignal.any([signal, this.controller.signal]);
    this.asking = request.then(
      (known) => {
        if (own.aborted) return undefined;
        const pieces = model.stream(known, own)[Symbol.asyncIterator]();
        const first = pieces.next();
        first.catch(() => undefined); // whoever takes the reply meets the failure there
        return { request: known, pieces, first };
      },
      () => undefined,
    );
  }

  /** The reply from its beginning, or none where the model was told something else. One that is not wanted is ended. */
  async take(request: ReplyRequest): Promise<AsyncIterable<string> | undefined> {
    const asked = await this.asking;
    if (asked !== undefined && tellsTheSame(asked.request, request)) return whole(asked);
    this.drop();
    return undefined;
  }

  /** Stops the model. Does nothing to a reply that has ended. */
  drop(): void {
    this.controller.abort(new Error('the reply is not wanted'));
  }
}

interface Asked {
  request: ReplyRequest;
  pieces: AsyncIterator<string>;
  first: Promise<IteratorResult<string>>;
}

/** How strong a feeling is in numbers makes no other reply; both requests have the same history and memories. */
function tellsTheSame({ context: one }: ReplyRequest, { context: other }: ReplyRequest): boolean {
  return (
    one.emotion === other.emotion && one.riskLevel === other.riskLevel && one.language === other.language
  );
}

async function* whole({ pieces, first }: Asked): AsyncGenerator<string> {
  try {
    for (let piece = await first; !piece.done; piece = await pieces.next()) yield piece.value;
  } finally {
    await pieces.return?.();
  }
}
