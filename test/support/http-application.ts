import type { ModuleMetadata } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';
import { ConfigModule } from '../../src/config/config.module.js';
import { HttpConfig } from '../../src/config/config.slices.js';
import { parseEnvironment } from '../../src/config/env.schema.js';
import { configureHttp } from '../../src/platform/http/security.js';
import { PlatformModule } from '../../src/platform/platform.module.js';

export interface RunningApplication {
  app: NestExpressApplication;
  url: string;
  close(): Promise<void>;
}

/** The platform as `main` sets it up, with the given features on it, listening on a free port. */
export async function startHttpApplication(
  features: ModuleMetadata,
  environment: Record<string, string> = {},
): Promise<RunningApplication> {
  const testing = await Test.createTestingModule({
    ...features,
    imports: [
      ConfigModule.forRoot(parseEnvironment({ LOG_LEVEL: 'silent', ...environment })),
      PlatformModule,
      ...(features.imports ?? []),
    ],
  }).compile();
  const app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  configureHttp(app, app.get(HttpConfig));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, close: () => app.close() };
}
