import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { LexiconEmotionAnalyzer } from './adapters/lexicon-emotion-analyzer.js';
import { EmotionService } from './emotion.service.js';
import { EmotionAnalyzer } from './ports/emotion-analyzer.js';
import { LocalEmotionAnalyzer } from './ports/local-emotion-analyzer.js';

@Module({
  imports: [CacheModule],
  providers: [
    { provide: LocalEmotionAnalyzer, useClass: LexiconEmotionAnalyzer },
    { provide: EmotionAnalyzer, useExisting: LocalEmotionAnalyzer },
    EmotionService,
  ],
  exports: [EmotionService],
})
export class EmotionModule {}
