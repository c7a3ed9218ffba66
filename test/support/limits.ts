import type { ValueProvider } from '@nestjs/common';
import { ConfigModule } from '../../src/config/config.module.js';
import { LimitsConfig } from '../../src/config/config.slices.js';
import { parseEnvironment } from '../../src/config/env.schema.js';
import { RuntimeSettings, type SettingsChange } from '../../src/config/runtime-settings.js';

/** The limits the service would have with these variables. */
export function limitsOf(variables: Record<string, string> = {}): LimitsConfig {
  const providers = ConfigModule.forRoot(parseEnvironment(variables)).providers as ValueProvider[];
  return providers.find(({ provide }) => provide === LimitsConfig)!.useValue as LimitsConfig;
}

/** The settings an operator may change, all as they are at first but for `change`. */
export function settingsOf(change: SettingsChange = {}): RuntimeSettings {
  const providers = ConfigModule.forRoot(parseEnvironment({})).providers as ValueProvider[];
  const settings = providers.find(({ provide }) => provide === RuntimeSettings)!.useValue as RuntimeSettings;
  settings.update(change);
  return settings;
}
