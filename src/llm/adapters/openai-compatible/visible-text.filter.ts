const OPENING_TAGS = ['<think>', '<thinking>'];
const CLOSING_TAGS = ['</think>', '</thinking>'];
const TAGS = [...OPENING_TAGS, ...CLOSING_TAGS];
const LONGEST_TAG = Math.max(...TAGS.map((tag) => tag.length));

/**
 * Passes on what a reply says and keeps back what the model thinks aloud between `<think>` and `</think>`, wherever
 * the pieces are cut. White space before the first visible character is dropped, and a character outside the basic
 * plane is never split. Linear in the text; holds at most a tag's length.
 */
export class VisibleTextFilter {
  private held = '';
  private thinking: boolean;
  private started = false;
  private leaked = false;
  private closed = false;

  /** @param opensThinking the template opened the thinking itself, so the text starts inside it. */
  constructor(opensThinking = false) {
    this.thinking = opensThinking;
  }

  /** Text was let through that a closing tag without an opening one later turned out to end: it was thinking. */
  get leakedThinking(): boolean {
    return this.leaked;
  }

  /** A closing tag was seen. */
  get closedThinking(): boolean {
    return this.closed;
  }

  push(piece: string): string {
    if (this.started && !this.thinking && this.held === '' && !piece.includes('<') && !endsInHalf(piece)) {
      return piece;
    }
    const text = this.held + piece;
    this.held = '';
    let visible = '';
    let from = 0;
    while (from < text.length) {
      const at = text.indexOf('<', from);
      const plainEnd = at === -1 ? text.length : at;
      if (!this.thinking) visible += text.slice(from, plainEnd);
      if (at === -1) break;
      const tag = TAGS.find((candidate) => text.startsWith(candidate, at));
      if (tag === undefined && couldBecomeTag(text, at)) {
        this.held = text.slice(at);
        break;
      }
      if (tag === undefined) {
        if (!this.thinking) visible += '<';
        from = at + 1;
        continue;
      }
      if (CLOSING_TAGS.includes(tag)) {
        if (!this.thinking) visible = this.dropThinking();
        this.closed = true;
      }
      this.thinking = OPENING_TAGS.includes(tag);
      from = at + tag.length;
    }
    return this.release(visible);
  }

  /** What was held back because it could have become a tag. */
  end(): string {
    const rest = this.thinking ? '' : this.held;
    this.held = '';
    return endsInHalf(rest) ? rest.slice(0, -1) : rest;
  }

  /** Everything before an unopened closing tag was thinking. */
  private dropThinking(): string {
    if (this.started) this.leaked = true;
    return '';
  }

  private release(visible: string): string {
    let text = this.started ? visible : visible.trimStart();
    if (this.held === '' && endsInHalf(text)) {
      this.held = text.slice(-1);
      text = text.slice(0, -1);
    }
    if (text !== '') this.started = true;
    return text;
  }
}

function couldBecomeTag(text: string, at: number): boolean {
  if (text.length - at >= LONGEST_TAG) return false;
  const rest = text.slice(at);
  return TAGS.some((tag) => tag.startsWith(rest));
}

/** Ends with the first half of a surrogate pair. */
function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
