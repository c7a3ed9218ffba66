import type { EmotionResult } from '../emotion.types.js';

/** Reads the feeling in one message. Local adapters resolve at once; remote ones honour `signal`. */
export abstract class EmotionAnalyzer {
  abstract analyze(text: string, signal?: AbortSignal): Promise<EmotionResult>;
}
