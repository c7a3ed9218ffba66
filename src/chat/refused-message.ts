import { Injectable } from '@nestjs/common';
import { detectLanguage } from '../platform/language/language.js';
import { SafetyService } from '../safety/safety.service.js';
import { helpOf } from './frames/frame-factory.js';
import type { Help } from './frames/chat-frame.js';
import { stringsIn } from './turn-texts.js';

/** How much of a refused text is read at each end: nothing but a client's rate limits how many come, and reading costs. */
const READ_AT_AN_END = 5000;
const READ_OVER_RATE = 500;
/** So many texts beside the message are read one by one, as in a turn; more than that are read as one. */
const MOST_TEXTS = 50;
/** Behind a cut the text is read from its next sentence on, which may not be half a denial. */
const SENTENCE_END = /[。！？!?\n]|\.\s/u;

/**
 * Help for whoever wrote a message that cannot be taken: it is too long, has a field nobody knows, or is refused for
 * another reason. The goodbye letter of 9000 characters is a fault of its client, not of the person.
 */
@Injectable()
export class RefusedMessage {
  constructor(private readonly safety: SafetyService) {}

  /** What the refusal says besides: nothing where the body, of whatever shape, shows no danger. Never throws. */
  helpFor(body: unknown, isOverRate = false): { safety?: Help } {
    if (typeof body !== 'object' || body === null) return {};
    // Names and ids of the request itself are no text of anybody's.
    const {
      message,
      session_id: _s,
      user_id: _u,
      request_id: _r,
      type: _t,
      ...others
    } = {
      ...(Array.isArray(body) ? { message: body as unknown } : (body as Record<string, unknown>)),
    };
    const most = isOverRate ? READ_OVER_RATE : READ_AT_AN_END;
    const said = endsOf(stringsIn(message).join('\n'), most);
    const card = this.safety.cardForTexts([said, ...textsOf(stringsIn(others), most)], {
      language: detectLanguage(said),
      region: this.safety.parseRegion(regionOf(others.metadata)),
    });
    return card ? { safety: helpOf(card) } : {};
  }
}

function textsOf(texts: readonly string[], most: number): string[] {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return texts.length <= MOST_TEXTS && length <= 2 * most ? [...texts] : [endsOf(texts.join('\n'), most)];
}

function endsOf(text: string, most: number): string {
  if (text.length <= 2 * most) return text;
  const tail = text.slice(-most);
  const end = SENTENCE_END.exec(tail);
  return `${text.slice(0, most)}\n${end ? tail.slice(end.index + 1) : tail}`;
}

function regionOf(metadata: unknown): unknown {
  return typeof metadata === 'object' && metadata !== null && 'region' in metadata
    ? metadata.region
    : undefined;
}
