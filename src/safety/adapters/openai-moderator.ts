import type { OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import type { DependencyStatus } from '../../platform/dependencies/dependency-registry.js';
import type { OpenAiHttpClient } from '../../platform/http-client/openai-http.client.js';
import { RestingCircuit } from '../../platform/resilience/resting-circuit.js';
import { Moderator, NOTHING_FOUND, type Moderation, type ModerationRequest } from '../ports/moderator.js';
import { higherRisk, type RiskLevel } from '../safety.types.js';

/**
 * What each category means here, and from which score. Servers flag at thresholds of their own, made for forums; these
 * are ours, and a server's flag counts only where it gives no score. Intent and instructions take away the generated
 * reply, so they need to be surer.
 */
const CATEGORIES: readonly { name: string; ruleId: string; level: RiskLevel; threshold: number }[] = [
  { name: 'self-harm', ruleId: 'moderation.self-harm', level: 'medium', threshold: 0.5 },
  { name: 'self-harm/intent', ruleId: 'moderation.self-harm-intent', level: 'high', threshold: 0.7 },
  {
    name: 'self-harm/instructions',
    ruleId: 'moderation.self-harm-instructions',
    level: 'high',
    threshold: 0.7,
  },
];

const MAX_ANSWER_BYTES = 1024 * 1024;

const resultSchema = z.object({
  categories: z.record(z.string(), z.boolean().nullable()).default({}),
  category_scores: z.record(z.string(), z.number().nullable()).default({}),
});
const answerSchema = z.object({ results: z.array(resultSchema).min(1) });
type Result = z.output<typeof resultSchema>;

/** The server answered with something that says nothing about self-harm. Holds nothing of what it wrote. */
export class ModerationAnswerError extends Error {
  constructor(problem: string) {
    super(`moderation server: ${problem}`);
    this.name = 'ModerationAnswerError';
  }
}

export interface OpenAiModeratorOptions {
  model: string | undefined;
  /** Deadline of one request; shorter than the caller's, so that the local verdict is there in time. */
  timeoutMs: number;
  now?: () => number;
}

/**
 * An OpenAI-compatible `/moderations` server. Throws on every failure, does not retry, and leaves a server that keeps
 * failing alone for a while.
 */
export class OpenAiModerator extends Moderator implements OnApplicationShutdown {
  readonly asksServer = true;
  private readonly circuit: RestingCircuit;

  constructor(
    private readonly client: Pick<OpenAiHttpClient, 'postJson' | 'destroy'>,
    private readonly options: OpenAiModeratorOptions,
  ) {
    super();
    const { now } = options;
    this.circuit = new RestingCircuit({ what: 'the moderation server', ...(now && { now }) });
  }

  async moderate({ texts, patienceMs }: ModerationRequest, signal: AbortSignal): Promise<Moderation> {
    const inputs = toInputs(texts);
    if (inputs.length === 0) return NOTHING_FOUND;
    const { model, timeoutMs: ownMs } = this.options;
    const timeoutMs = Math.min(ownMs, patienceMs ?? ownMs);
    const body = { ...(model !== undefined && { model }), input: inputs.length === 1 ? inputs[0] : inputs };
    return this.circuit.run(async () => {
      const request = { signal, timeoutMs, maxBytes: MAX_ANSWER_BYTES };
      return judge(await this.client.postJson('/moderations', body, request), inputs.length);
    }, signal);
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.destroy();
  }

  /** What the last request saw; `null` before the first. */
  status(): DependencyStatus {
    return { healthy: this.circuit.healthy, details: { moderator: this.options.model ?? 'default' } };
  }
}

/** The message by itself, so that nothing beside it thins it out; the rest as one, however many there are. */
function toInputs([message = '', ...others]: readonly string[]): string[] {
  return [message, others.join('\n')].filter((text) => text.trim() !== '');
}

function judge(answer: unknown, inputCount: number): Moderation {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw new ModerationAnswerError('the answer is not a moderation');
  const { results } = parsed.data;
  const hits = CATEGORIES.filter((category) => results.some((result) => isHit(result, category)));
  if (hits.length > 0) {
    return {
      level: hits.reduce<RiskLevel>((highest, { level }) => higherRisk(highest, level), 'none'),
      ruleIds: hits.map(({ ruleId }) => ruleId),
    };
  }
  // "Nothing" is believed only from a server that looked at every text and knows the category.
  if (results.length < inputCount) throw new ModerationAnswerError('a text was not judged');
  if (!results.every(knowsSelfHarm)) throw new ModerationAnswerError('self-harm was not judged');
  return NOTHING_FOUND;
}

function isHit(
  { categories, category_scores: scores }: Result,
  { name, threshold }: { name: string; threshold: number },
): boolean {
  const score = scores[name];
  return typeof score === 'number' ? score >= threshold : categories[name] === true;
}

function knowsSelfHarm({ categories, category_scores: scores }: Result): boolean {
  return typeof scores['self-harm'] === 'number' || typeof categories['self-harm'] === 'boolean';
}
