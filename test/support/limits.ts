import type { ValueProvider } from '@nestjs/common';
import { ConfigModule } from '../../src/config/config.module.js';
import { LimitsConfig } from '../../src/config/config.slices.js';
import { parseEnvironment } from '../../src/config/env.schema.js';

/** The limits the service would have with these variables. */
export function limitsOf(variables: Record<string, string> = {}): LimitsConfig {
  const providers = ConfigModule.forRoot(parseEnvironment(variables)).providers as ValueProvider[];
  return providers.find(({ provide }) => provide === LimitsConfig)!.useValue as LimitsConfig;
}
