import type { EmotionResult } from '../emotion.types.js';
import { EmotionAnalyzer } from './emotion-analyzer.js';

/** An analyzer that needs neither network nor model: it answers at once, never throws, and is always there. */
export abstract class LocalEmotionAnalyzer extends EmotionAnalyzer {
  abstract analyzeNow(text: string): EmotionResult;
}
