import type { TestingModule } from '@nestjs/testing';
import { cacheOf, startCache } from '../../../test/support/cache.js';
import { turnOf } from '../../../test/support/turn-fixture.js';
import { EMOTIONS, toScores, type Emotion } from '../../emotion/emotion.types.js';
import { buildSystemPrompt } from '../../llm/persona.js';
import type { RiskLevel } from '../../safety/safety.types.js';
import { NEVER } from '../client-signal.js';
import { BuildPromptStep } from './build-prompt.step.js';
import type { TurnContext } from './read-context.step.js';

const LEVELS: readonly RiskLevel[] = ['none', 'low', 'medium', 'high'];
/** So sure of every label that the prompt names it. */
const SURE = 1;

function contextOf(emotion: Emotion, intensity: number, level: RiskLevel, memories: string[]): TurnContext {
  const scores = toScores((label) => (label === emotion ? 1 : 0), emotion);
  const recalled = { kind: 'event', similarity: 1, score: 1, createdAt: new Date(0) } as const;
  return {
    emotion: { emotion, intensity, confidence: SURE, scores, evidence: [] },
    safety: { level, messageLevel: level, carried: false, ruleIds: [], degraded: false },
    memories: memories.map((content) => ({ ...recalled, id: content, content })),
    history: [],
    degraded: [],
    timings: {},
  };
}

describe('BuildPromptStep', () => {
  let cache: TestingModule;
  beforeAll(async () => {
    cache = await startCache();
  });
  afterAll(() => cache.close());

  it('tells each moment its own, and each user what that user said, in whatever order they come', async () => {
    const step = new BuildPromptStep(cacheOf(cache));
    const moments = (['我今天很难过', 'I am so sad'] as const).flatMap((message) =>
      EMOTIONS.flatMap((emotion) =>
        LEVELS.flatMap((level) => [3, 8].map((intensity) => ({ message, emotion, level, intensity }))),
      ),
    );
    for (const round of [moments, [...moments].reverse()]) {
      for (const { message, emotion, level, intensity } of round) {
        const turn = turnOf(message);
        const memories = level === 'low' ? [] : [`${turn.userId} has a cat`];
        const { messages, context } = await step.build(
          turn,
          contextOf(emotion, intensity, level, memories),
          NEVER,
        );
        const { language } = turn;
        expect(context).toMatchObject({ language, riskLevel: level, memories, message });
        const told = {
          language,
          emotion: context.emotion,
          intensity: context.intensity,
          riskLevel: level,
          memories,
        };
        const expected = [
          { role: 'system', content: buildSystemPrompt(told) },
          { role: 'user', content: message },
        ];
        expect(messages()).toEqual(expected);
        expect(messages()).toEqual(expected);
      }
    }
  });
});
