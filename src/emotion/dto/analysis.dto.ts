import { ApiProperty } from '../../platform/http/api-documentation.js';
import { EMOTIONS, type Emotion, type EmotionResult, type EmotionScores } from '../emotion.types.js';

const score = { type: 'number', minimum: 0, maximum: 1 } as const;

/** What was read in one text. */
export class EmotionReadingDto {
  @ApiProperty({ enum: EMOTIONS, example: 'sad' })
  emotion: Emotion;

  @ApiProperty({ minimum: 0, maximum: 10, example: 6.5 })
  intensity: number;

  @ApiProperty({ minimum: 0, maximum: 1, example: 0.82 })
  confidence: number;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, score])),
    required: [...EMOTIONS],
    additionalProperties: false,
    description: 'How much speaks for each label; together 1.',
  })
  scores: EmotionScores;

  @ApiProperty({ type: [String], example: ['难过'], description: 'The words that decided, as written.' })
  evidence: string[];
}

const DEGRADED = {
  type: 'array',
  items: { type: 'string' },
  example: [] as string[],
  description: '`emotion_model` where the trained model is lost and the lexicon reads alone.',
} as const;

export class EmotionAnalysisDto extends EmotionReadingDto {
  @ApiProperty(DEGRADED)
  degraded: string[];
}

export class EmotionAnalysisListDto {
  @ApiProperty({ type: [EmotionReadingDto], description: 'In the order of the texts.' })
  results: EmotionReadingDto[];

  @ApiProperty(DEGRADED)
  degraded: string[];
}

export function toReading({
  emotion,
  intensity,
  confidence,
  scores,
  evidence,
}: EmotionResult): EmotionReadingDto {
  return { emotion, intensity, confidence, scores, evidence: [...evidence] };
}
