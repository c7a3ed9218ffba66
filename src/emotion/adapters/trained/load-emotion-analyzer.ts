import { Logger } from '@nestjs/common';
import { ModelFileError } from '../../../platform/classifier/model-file.js';
import { DependencyRegistry } from '../../../platform/dependencies/dependency-registry.js';
import type { LocalEmotionAnalyzer } from '../../ports/local-emotion-analyzer.js';
import { LexiconEmotionAnalyzer } from '../lexicon-emotion-analyzer.js';
import { TrainedEmotionAnalyzer } from '../trained-emotion-analyzer.js';
import { EMOTION_MODEL_PATH, loadEmotionModel } from './emotion-model.js';

/**
 * The trained analyzer, or the lexicon alone when the model's file cannot be used: which the log says once and the
 * health routes say as long as it lasts.
 */
export function loadEmotionAnalyzer(
  dependencies: DependencyRegistry,
  path = EMOTION_MODEL_PATH,
): LocalEmotionAnalyzer {
  try {
    const analyzer = new TrainedEmotionAnalyzer(loadEmotionModel(path));
    dependencies.register('emotion_model', () => ({ healthy: true }));
    return analyzer;
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    new Logger(TrainedEmotionAnalyzer.name).error(
      `The emotion model cannot be used, the lexicon reads alone: ${error.message}`,
    );
    dependencies.register('emotion_model', () => ({ healthy: false, details: { problem: error.message } }));
    return new LexiconEmotionAnalyzer();
  }
}
