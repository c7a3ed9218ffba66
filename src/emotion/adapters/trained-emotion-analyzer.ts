import { EMOTIONS, toScoresInOrder, type Emotion, type EmotionResult } from '../emotion.types.js';
import { LocalEmotionAnalyzer } from '../ports/local-emotion-analyzer.js';
import {
  evidenceOf,
  intensityOf,
  toIntensity,
  toneOf,
  weighText,
  type Weighing,
} from './lexicon/emotion-scoring.js';
import { Lexicon } from './lexicon/lexicon.js';
import type { EmotionModel } from './trained/emotion-model.js';
import { toLexiconFeatures } from './trained/lexicon-features.js';
import { refine } from './trained/lexicon-refinement.js';
import { ModelReading } from './trained/model-reading.js';

/** The intensity of a feeling that no single word names: as a faint one, before the tone is added. */
const UNNAMED_STRENGTH = 2.5;

/**
 * Reads feelings with the trained heads and the lexicon together: the heads know how people write when they feel
 * something, the lexicon knows negation, degree and the finer feelings. Everything in this process, well under a
 * millisecond for a message; linear in the text.
 */
export class TrainedEmotionAnalyzer extends LocalEmotionAnalyzer {
  private readonly lexicon = Lexicon.load();
  private readonly reading: ModelReading;

  constructor(model: EmotionModel) {
    super();
    this.reading = new ModelReading(model);
  }

  async analyze(text: string, signal?: AbortSignal): Promise<EmotionResult> {
    signal?.throwIfAborted();
    return this.analyzeNow(text);
  }

  analyzeNow(text: string): EmotionResult {
    const weighing = weighText(text, this.lexicon);
    const { chances, best } = this.weigh(text, weighing);
    const emotion = EMOTIONS[best]!;
    const confidence = Math.round(chances[best]! * 100) / 100;
    const scores = toScoresInOrder(chances, emotion);
    return {
      emotion,
      // Last: it may read once more, and the chances are valid until then.
      intensity: this.intensity(text, emotion, weighing),
      confidence,
      scores,
      evidence: evidenceOf(
        weighing.hits.filter((hit) => hit.emotion === emotion),
        text,
      ),
    };
  }

  /** The chances of the labels, valid until the next call, and the place of the best. */
  private weigh(text: string, weighing: Weighing): { chances: Float64Array; best: number } {
    const { chances, isNote } = this.reading.read(text, toLexiconFeatures(weighing));
    refine(chances, weighing, isNote);
    let best = 0;
    for (let index = 1; index < chances.length; index += 1)
      if (chances[index]! > chances[best]!) best = index;
    return { chances, best };
  }

  /** By rule, whatever the label: it never falls with stronger degree words, repetition or more punctuation. */
  private intensity(text: string, emotion: Emotion, { hits, arousal }: Weighing): number {
    const felt = hits.filter((hit) => hit.emotion !== 'neutral' && hit.strength > 0);
    if (felt.length > 0) return intensityOf(felt, arousal);
    const isFelt = arousal > 0 ? this.isFeltUnmarked(text) : emotion !== 'neutral';
    return isFelt ? toIntensity(UNNAMED_STRENGTH + arousal) : toneOf(arousal);
  }

  /** Exclamation marks may sway the heads either way; they are no reason to find less in the same words. */
  private isFeltUnmarked(text: string): boolean {
    const unmarked = text.replace(/[!！\s]+$/u, '').replace(/[!！]+/gu, '。');
    return EMOTIONS[this.weigh(unmarked, weighText(unmarked, this.lexicon)).best] !== 'neutral';
  }
}
