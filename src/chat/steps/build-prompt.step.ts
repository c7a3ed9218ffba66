import { Injectable } from '@nestjs/common';
import { CacheService } from '../../cache/cache.service.js';
import { SHARED_SCOPE } from '../../cache/cache.types.js';
import { toReliableFeeling } from '../../emotion/emotion.types.js';
import type { ChatMessage, ReplyRequest } from '../../llm/ports/language-model.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { buildPersona, withMemories, type PersonaInput } from '../../llm/persona.js';
import { atLeast } from '../../safety/safety.types.js';
import type { Turn } from '../turn.js';
import type { TurnContext } from './read-context.step.js';

/** History beyond this many characters is left out, oldest first: about 3000 tokens of Chinese. */
const HISTORY_BUDGET_CHARACTERS = 6000;

/**
 * Step 4. Puts persona, context and message together: the same turn and context give the same request. The persona's
 * part depends on no user and is cached for all, except in a crisis.
 */
@Injectable()
export class BuildPromptStep {
  /** By moment, one text for all replies that are told the same. Languages, labels and degrees are few hundred together. */
  private readonly personas = new Map<string, string>();

  constructor(private readonly cache: CacheService) {}

  @Profile('turn.prompt')
  async build(turn: Turn, context: TurnContext, signal: AbortSignal): Promise<ReplyRequest> {
    const history = withinBudget(
      context.history
        .filter((message) => message.content !== '')
        .map((message): ChatMessage => ({ role: message.role, content: message.content })),
    );
    const memories = context.memories.map((memory) => memory.content);
    const { language, message } = turn;
    const { emotion, intensity } = toReliableFeeling(context.emotion);
    const riskLevel = context.safety.level;
    const persona = await this.persona(
      { language, emotion, intensity: Math.round(intensity), riskLevel },
      signal,
    );
    return {
      messages: () => [
        { role: 'system', content: withMemories(persona, { language, memories }) },
        ...history,
        { role: 'user', content: message },
      ],
      context: {
        language,
        emotion,
        intensity,
        riskLevel,
        memories,
        history: history as { role: 'user' | 'assistant'; content: string }[],
        message,
        sessionKey: `${turn.userScope}|${turn.sessionId}`,
      },
    };
  }

  private async persona(moment: Moment, signal: AbortSignal): Promise<string> {
    if (atLeast(moment.riskLevel, 'medium')) return buildPersona(moment);
    const { language, emotion, intensity, riskLevel } = moment;
    const text = [language, emotion, intensity, riskLevel].join();
    const key = { strategy: 'prompt', scope: SHARED_SCOPE, text } as const;
    const { value } = await this.cache.getOrCompute(key, async () => buildPersona(moment), signal);
    return this.shared(text, value);
  }

  /** The cache gives everybody a copy, of some 3 kB, and each reply holds on to its own while it lasts. */
  private shared(name: string, persona: string): string {
    const known = this.personas.get(name);
    if (known === persona) return known;
    this.personas.set(name, persona);
    return persona;
  }
}

function withinBudget(messages: ChatMessage[]): ChatMessage[] {
  let budget = HISTORY_BUDGET_CHARACTERS;
  const firstKept = messages.findLastIndex((message) => (budget -= message.content.length) < 0) + 1;
  return messages.slice(firstKept);
}

type Moment = Omit<PersonaInput, 'memories' | 'resourceLine'>;
