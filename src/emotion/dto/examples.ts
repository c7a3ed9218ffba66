import type { EmotionAnalysisDto, EmotionAnalysisListDto, EmotionReadingDto } from './analysis.dto.js';
import type { AnalyzeRequestDto } from './analyze-request.dto.js';
import type { TrendDto } from './trend.dto.js';

/** What the API documentation offers to send. */
export const ANALYZE_EXAMPLES = {
  text: { summary: 'One text', value: { text: '我今天被领导批评了，好难过' } },
  texts: { summary: 'Several texts', value: { texts: ['太开心了！', 'I feel so alone tonight'] } },
} satisfies Record<string, { summary: string; value: AnalyzeRequestDto }>;

const sad: EmotionReadingDto = {
  emotion: 'sad',
  intensity: 5.6,
  confidence: 0.95,
  scores: {
    happy: 0.003,
    excited: 0,
    grateful: 0,
    sad: 0.9494,
    lonely: 0,
    anxious: 0.008,
    angry: 0.0357,
    frustrated: 0,
    confused: 0,
    surprised: 0.0027,
    neutral: 0.0012,
  },
  evidence: ['难过'],
};
const happy: EmotionReadingDto = {
  emotion: 'happy',
  intensity: 6.1,
  confidence: 0.98,
  scores: {
    happy: 0.9791,
    excited: 0,
    grateful: 0,
    sad: 0.0024,
    lonely: 0,
    anxious: 0.0005,
    angry: 0.0145,
    frustrated: 0,
    confused: 0,
    surprised: 0.0028,
    neutral: 0.0007,
  },
  evidence: ['开心'],
};
const lonely: EmotionReadingDto = {
  emotion: 'lonely',
  intensity: 5.6,
  confidence: 0.75,
  scores: {
    happy: 0.0461,
    excited: 0.0071,
    grateful: 0.0032,
    sad: 0.0921,
    lonely: 0.7475,
    anxious: 0.0075,
    angry: 0.0053,
    frustrated: 0.0092,
    confused: 0.0098,
    surprised: 0.0133,
    neutral: 0.0589,
  },
  evidence: ['alone'],
};

const one: EmotionAnalysisDto = { ...sad, degraded: [] };
const list: EmotionAnalysisListDto = { results: [happy, lonely], degraded: [] };

const trend: TrendDto = {
  user_id: 'user-1',
  time_zone: 'UTC',
  days: [
    { date: '2025-12-31', count: 0, mean_intensity: null, mix: {} },
    { date: '2026-01-01', count: 3, mean_intensity: 5.4, mix: { sad: 0.6667, anxious: 0.3333 } },
  ],
};

/** What it shows as the answers. */
export const ANALYSIS_ANSWERS = {
  text: { summary: 'For one text', value: one },
  texts: { summary: 'For several', value: list },
};
export const TREND_ANSWER = trend;
