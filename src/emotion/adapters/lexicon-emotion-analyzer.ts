import type { EmotionResult } from '../emotion.types.js';
import { LocalEmotionAnalyzer } from '../ports/local-emotion-analyzer.js';
import { decide, weighText } from './lexicon/emotion-scoring.js';
import { Lexicon } from './lexicon/lexicon.js';

/**
 * Reads feelings from words, emoji and punctuation with rules for negation, degree and contrast. One pass over the
 * text, linear in its length; the tables are loaded once, when the module is made.
 */
export class LexiconEmotionAnalyzer extends LocalEmotionAnalyzer {
  private readonly lexicon = Lexicon.load();

  async analyze(text: string, signal?: AbortSignal): Promise<EmotionResult> {
    signal?.throwIfAborted();
    return this.analyzeNow(text);
  }

  analyzeNow(text: string): EmotionResult {
    return decide(weighText(text, this.lexicon), text);
  }
}
