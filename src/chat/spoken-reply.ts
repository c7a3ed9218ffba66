import type { TokenFrame } from './frames/chat-frame.js';
import { GrowingText } from './growing-text.js';

/** What has been said to the user in this turn, and how far it reached. */
export class SpokenReply {
  private readonly said = new GrowingText();
  private characters = 0;

  get text(): string {
    return this.said.toString();
  }

  /** Unicode code points, as clients in any language count them. */
  get position(): number {
    return this.characters;
  }

  token(content: string): TokenFrame {
    this.said.add(content);
    this.characters += codePoints(content);
    return { type: 'token', content, position: this.characters };
  }
}

function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}
