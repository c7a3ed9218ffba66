/** What matters of one `chat.completion.chunk`, or of a whole `chat.completion`. */
export interface CompletionChunk {
  text: string;
  finishReason: string | undefined;
  failed: boolean;
}

interface WireChoice {
  index?: unknown;
  delta?: { content?: unknown } | null;
  message?: { content?: unknown } | null;
  finish_reason?: unknown;
}

/**
 * Reads the answer's first choice. `reasoning_content` and its relatives are other fields of the delta and are not
 * looked at. Undefined when this is no object, so no chunk.
 */
export function readChunk(value: unknown): CompletionChunk | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { choices, error } = value as { choices?: unknown; error?: unknown };
  const failed = error !== undefined && error !== null;
  const choice = Array.isArray(choices)
    ? (choices as (WireChoice | null)[]).find((candidate) => (candidate?.index ?? 0) === 0)
    : undefined;
  const reason = choice?.finish_reason;
  return {
    text: toText(choice?.delta?.content ?? choice?.message?.content),
    finishReason: typeof reason === 'string' && reason !== '' ? reason : undefined,
    failed,
  };
}

/** Content is text, or a list of parts of which the text ones count. */
function toText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as ({ type?: unknown; text?: unknown } | null)[])
    .map((part) => (part?.type === 'text' && typeof part.text === 'string' ? part.text : ''))
    .join('');
}
