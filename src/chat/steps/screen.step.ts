import { Injectable } from '@nestjs/common';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { SafetyService } from '../../safety/safety.service.js';
import { atLeast, ownLevel, type ResourceCard, type SafetyVerdict } from '../../safety/safety.types.js';
import { stringsIn } from '../turn-texts.js';
import type { Turn } from '../turn.js';

/** What stands around, or in place of, the generated reply when someone may be in danger. */
export interface Help {
  /** Shown before any text. */
  card: ResourceCard | undefined;
  /** Said first, so that clients which show nothing but text show it too. */
  opening: string;
  /** Said in place of a generated reply. */
  fixedReply: string | undefined;
  /** Said last: the resource line of a session that showed a crisis earlier. */
  closing: string;
}

/**
 * Step 1, and the help that follows from it. Local, synchronous, uncached, no I/O: nothing can stand between a person
 * in danger and this.
 */
@Injectable()
export class ScreenStep {
  constructor(private readonly safety: SafetyService) {}

  @Profile('turn.screen')
  screen(turn: Turn): SafetyVerdict {
    const { userScope, sessionId, message, language } = turn;
    // A session counts what is told again and again, so a message is counted once.
    if (turn.screened) return turn.screened;
    return this.safety.screen({
      userScope,
      sessionId,
      message,
      otherTexts: stringsIn(turn.metadata),
      language,
    });
  }

  help(turn: Turn, verdict: SafetyVerdict): Help {
    const place = { language: turn.language, region: this.safety.parseRegion(turn.metadata['region']) };
    const card = this.safety.cardFor({ level: verdict.level, ...place });
    const none: Help = { card, opening: '', fixedReply: undefined, closing: '' };
    const own = ownLevel(verdict);
    if (own === 'high') return { ...none, fixedReply: this.safety.fixedReply(place) };
    const line = this.safety.resourceLine(place);
    if (own === 'medium') return { ...none, opening: `${line}\n\n` };
    return atLeast(verdict.level, 'medium') ? { ...none, closing: `\n\n${line}` } : none;
  }
}
