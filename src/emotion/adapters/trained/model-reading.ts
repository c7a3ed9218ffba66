import { detectLanguage } from '../../../platform/language/language.js';
import { EMOTIONS, type Emotion } from '../../emotion.types.js';
import type { EmotionHead } from './emotion-head.js';
import { DAIR_TO_EMOTION, GO_EMOTIONS, SMP_TO_EMOTION } from './emotion-labels.js';
import type { EmotionModel } from './emotion-model.js';

/**
 * The head for first-person feelings learned from sentences that all say "feel", and knows no neutral text: it is asked
 * where the writer says so too, and then counts as much as the general head.
 */
const SPEAKS_OF_FEELING = /\bfe(?:el|els|eling|lt)\b/i;
const FEELINGS_SHARE = 0.5;
/** Hardly any of the Chinese posts that were learned from is as short as this. */
const LONGEST_NOTE = 12;

const targets = (head: EmotionHead, toEmotion: (label: string) => Emotion) =>
  head.labels.map((label) => EMOTIONS.indexOf(toEmotion(label)));

/** Reads the service's labels from the heads of the model that fit the language of a text. */
export class ModelReading {
  private readonly chinese: readonly number[];
  private readonly english: readonly number[];
  private readonly feelings: readonly number[];
  private readonly chances = new Float64Array(EMOTIONS.length);

  constructor(private readonly model: EmotionModel) {
    this.chinese = targets(model.zh, (label) => SMP_TO_EMOTION[label]!);
    this.english = targets(model.en, (label) => GO_EMOTIONS[label]!.emotion);
    this.feelings = targets(model['en-feelings'], (label) => DAIR_TO_EMOTION[label]!);
  }

  /**
   * The probability of each label, in the order of EMOTIONS; labels no head knows have 0. `isNote`: the text is shorter
   * than what was learned from. The array is used again by the next call.
   */
  read(text: string, lexiconFeatures: readonly number[]): { chances: Float64Array; isNote: boolean } {
    const { chances, model } = this;
    chances.fill(0);
    const isChinese = detectLanguage(text) === 'zh';
    if (isChinese) this.add(model.zh.read(text, lexiconFeatures), this.chinese, 1);
    else if (SPEAKS_OF_FEELING.test(text)) {
      this.add(model.en.read(text, lexiconFeatures), this.english, 1 - FEELINGS_SHARE);
      this.add(model['en-feelings'].read(text, lexiconFeatures), this.feelings, FEELINGS_SHARE);
    } else this.add(model.en.read(text, lexiconFeatures), this.english, 1);
    return { chances, isNote: isChinese && text.length <= LONGEST_NOTE };
  }

  private add(probabilities: Float64Array, emotions: readonly number[], share: number): void {
    for (let label = 0; label < probabilities.length; label += 1)
      this.chances[emotions[label]!]! += share * probabilities[label]!;
  }
}
