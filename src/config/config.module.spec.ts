import type { ValueProvider } from '@nestjs/common';
import { ConfigModule } from './config.module.js';
import { ModerationConfig } from './config.slices.js';
import { parseEnvironment } from './env.schema.js';

const moderationOf = (variables: Record<string, string>) => {
  const providers = ConfigModule.forRoot(parseEnvironment(variables)).providers as ValueProvider[];
  return providers.find(({ provide }) => provide === ModerationConfig)?.useValue as ModerationConfig;
};

const llm = { LLM_BASE_URL: 'https://models.example/v1', LLM_MODEL: 'm', LLM_API_KEY: 'model-key' };
const moderated = { ...llm, SAFETY_PROVIDER: 'moderation' };

describe('the moderation slice', () => {
  it('is empty unless moderation is asked for', () => {
    expect(moderationOf({ ...llm, MODERATION_BASE_URL: 'https://other.example' })).toEqual({
      baseUrl: undefined,
      apiKey: undefined,
      model: undefined,
    });
  });

  it("is the language model's server and key where nothing else is said", () => {
    expect(moderationOf(moderated)).toMatchObject({ baseUrl: llm.LLM_BASE_URL, apiKey: 'model-key' });
    const samePlace = { MODERATION_BASE_URL: 'https://models.example/moderation/v1' };
    expect(moderationOf({ ...moderated, ...samePlace })).toMatchObject({ apiKey: 'model-key' });
  });

  it("gives the language model's key to no other server", () => {
    const elsewhere = { MODERATION_BASE_URL: 'https://other.example/v1', MODERATION_MODEL: 'omni' };
    expect(moderationOf({ ...moderated, ...elsewhere })).toMatchObject({ apiKey: undefined, model: 'omni' });
    const keyed = moderationOf({ ...moderated, ...elsewhere, MODERATION_API_KEY: 'own' });
    expect(keyed).toMatchObject({ apiKey: 'own' });
  });
});
