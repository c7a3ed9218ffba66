import { Injectable } from '@nestjs/common';
import { detectLanguage } from '../platform/language/language.js';
import { SafetyService } from '../safety/safety.service.js';
import { helpOf } from './frames/frame-factory.js';
import type { Help } from './frames/chat-frame.js';
import { stringsIn } from './turn-texts.js';

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
    const texts = [...stringsIn(message), ...stringsIn(others)];
    const card = this.safety.cardForTexts(texts, {
      language: detectLanguage(texts.join('\n')),
      region: this.safety.parseRegion(regionOf(others.metadata)),
    });
    return card ? { safety: helpOf(card) } : {};
  }
}

function regionOf(metadata: unknown): unknown {
  return typeof metadata === 'object' && metadata !== null && 'region' in metadata
    ? metadata.region
    : undefined;
}
