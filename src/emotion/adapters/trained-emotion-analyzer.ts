import { EMOTIONS, toScoresInOrder, type Emotion, type EmotionResult } from '../emotion.types.js';
import { LocalEmotionAnalyzer } from '../ports/local-emotion-analyzer.js';
import { evidenceOf, intensityOf, toneOf, weighText, type Weighing } from './lexicon/emotion-scoring.js';
import { Lexicon } from './lexicon/lexicon.js';
import type { EmotionModel } from './trained/emotion-model.js';
import { toLexiconFeatures } from './trained/lexicon-features.js';
import { refine } from './trained/lexicon-refinement.js';
import { ModelReading } from './trained/model-reading.js';

/** The intensity of a feeling that no single word names: as a faint one, before the tone is added. */
const UNNAMED_STRENGTH = 2.5;

/**
 * Reads feelings with the trained heads and the lexicon together: the heads know how people write when they feel
 * something, the lexicon knows negation, degree and the finer feelings. Everything in this process, in tens of
 * microseconds; linear in the text.
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
    const { chances, isNote } = this.reading.read(text, toLexiconFeatures(weighing));
    refine(chances, weighing, isNote);
    let best = 0;
    for (let index = 1; index < chances.length; index += 1)
      if (chances[index]! > chances[best]!) best = index;
    const emotion = EMOTIONS[best]!;
    return {
      emotion,
      intensity: this.intensity(emotion, weighing),
      confidence: Math.round(chances[best]! * 100) / 100,
      scores: toScoresInOrder(chances, emotion),
      evidence: evidenceOf(
        weighing.hits.filter((hit) => hit.emotion === emotion),
        text,
      ),
    };
  }

  /** By rule, whatever the label: it rises with degree words, repetition and punctuation and never falls. */
  private intensity(emotion: Emotion, { hits, arousal }: Weighing): number {
    if (emotion === 'neutral') return toneOf(arousal);
    const felt = hits.filter((hit) => hit.emotion !== 'neutral');
    return felt.length > 0 ? intensityOf(felt, arousal) : Math.round((UNNAMED_STRENGTH + arousal) * 10) / 10;
  }
}
