import type { CacheService } from '../../cache/cache.service.js';
import { Moderator, NOTHING_FOUND, type Moderation, type ModerationRequest } from '../ports/moderator.js';

/** What the cache keeps: that nothing was found. What was found is asked for each time. */
const NOTHING = 'nothing';

/**
 * Asks a moderator once where a user says again what it found nothing in. Only that is remembered: nothing about a
 * crisis is ever cached, and a forgotten answer costs no more than another question.
 */
export class RememberingModerator extends Moderator {
  readonly asksServer: boolean;

  constructor(
    private readonly moderator: Moderator,
    private readonly cache: CacheService,
  ) {
    super();
    this.asksServer = moderator.asksServer;
  }

  async moderate(request: ModerationRequest, signal: AbortSignal): Promise<Moderation> {
    const { rememberFor: scope, texts } = request;
    if (scope === undefined) return this.moderator.moderate(request, signal);
    let own: Moderation | undefined;
    const { value } = await this.cache.getOrCompute<string | undefined>(
      { strategy: 'default', scope, text: `moderation ${JSON.stringify(texts)}` },
      async (asking) => {
        own = await this.moderator.moderate(request, asking);
        return own.ruleIds.length === 0 ? NOTHING : undefined; // undefined is not kept
      },
      signal,
    );
    if (own !== undefined) return own;
    return value === NOTHING ? NOTHING_FOUND : this.moderator.moderate(request, signal);
  }
}
