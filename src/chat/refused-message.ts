import { Injectable } from '@nestjs/common';
import { detectLanguage } from '../platform/language/language.js';
import { SafetyService } from '../safety/safety.service.js';
import { helpOf } from './frames/frame-factory.js';
import type { Help } from './frames/chat-frame.js';
import { stringsIn } from './turn-texts.js';

/** As much as the longest message that is taken. */
const MOST_AT_AN_END = 8000;

/**
 * Help for whoever wrote a message that cannot be taken: it is too long, has a field nobody knows, or is refused for
 * another reason. The goodbye letter of 9000 characters is a fault of its client, not of the person.
 */
@Injectable()
export class RefusedMessage {
  constructor(private readonly safety: SafetyService) {}

  /** What the refusal says besides: nothing where the body, of whatever shape, shows no danger. Never throws. */
  helpFor(body: unknown): { safety?: Help } {
    if (typeof body !== 'object' || body === null) return {};
    const { message, ...others } = body as Record<string, unknown>;
    const text = bounded([...stringsIn(message), ...stringsIn(others)].join('\n'));
    const card = this.safety.cardForText(text, {
      language: detectLanguage(text),
      region: this.safety.parseRegion(regionOf(others.metadata)),
    });
    return card ? { safety: helpOf(card) } : {};
  }
}

/** Its beginning and its end. A refused body may be large, nothing counts how many come, and reading costs. */
function bounded(text: string): string {
  return text.length <= 2 * MOST_AT_AN_END
    ? text
    : `${text.slice(0, MOST_AT_AN_END)}\n${text.slice(-MOST_AT_AN_END)}`;
}

function regionOf(metadata: unknown): unknown {
  return typeof metadata === 'object' && metadata !== null && 'region' in metadata
    ? metadata.region
    : undefined;
}
