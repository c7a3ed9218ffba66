import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { ThrottlingModule } from '../platform/http/throttling.module.js';
import { LexiconEmotionAnalyzer } from './adapters/lexicon-emotion-analyzer.js';
import { PostgresEmotionHistory } from './adapters/postgres-emotion-history.js';
import { EmotionTrendService } from './emotion-trend.service.js';
import { EmotionController } from './emotion.controller.js';
import { EmotionService } from './emotion.service.js';
import { EmotionAnalyzer } from './ports/emotion-analyzer.js';
import { EmotionHistory } from './ports/emotion-history.js';
import { LocalEmotionAnalyzer } from './ports/local-emotion-analyzer.js';

@Module({
  imports: [CacheModule, ThrottlingModule],
  controllers: [EmotionController],
  providers: [
    { provide: LocalEmotionAnalyzer, useClass: LexiconEmotionAnalyzer },
    { provide: EmotionAnalyzer, useExisting: LocalEmotionAnalyzer },
    { provide: EmotionHistory, useClass: PostgresEmotionHistory },
    EmotionService,
    EmotionTrendService,
  ],
  exports: [EmotionService],
})
export class EmotionModule {}
