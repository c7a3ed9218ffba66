import { Module, type DynamicModule } from '@nestjs/common';
import { ChatModule } from './chat/chat.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Environment } from './config/env.schema.js';
import { HealthModule } from './health/health.module.js';
import { PerformanceModule } from './performance/performance.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** The whole service, for one validated environment. */
@Module({})
export class AppModule {
  static for(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(environment),
        PlatformModule,
        DatabaseModule,
        ChatModule,
        PerformanceModule,
        HealthModule,
      ],
    };
  }
}
