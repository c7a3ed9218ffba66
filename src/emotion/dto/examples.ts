import type { EmotionAnalysisDto, EmotionAnalysisListDto, EmotionReadingDto } from './analysis.dto.js';
import type { AnalyzeRequestDto } from './analyze-request.dto.js';
import type { TrendDto } from './trend.dto.js';

/** What the API documentation offers to send. */
export const ANALYZE_EXAMPLES: Record<string, { summary: string; value: AnalyzeRequestDto }> = {
  text: { summary: 'One text', value: { text: '我今天被领导批评了，好难过' } },
  texts: { summary: 'Several texts', value: { texts: ['太开心了！', 'I feel so alone tonight'] } },
};

const sad: EmotionReadingDto = {
  emotion: 'sad',
  intensity: 5.6,
  confidence: 0.95,
  scores: {
    happy: 0.0031,
    excited: 0,
    grateful: 0,
    sad: 0.948,
    lonely: 0,
    anxious: 0.0085,
    angry: 0.0363,
    frustrated: 0,
    confused: 0,
    surprised: 0.0029,
    neutral: 0.0012,
  },
  evidence: ['难过'],
};
const happy: EmotionReadingDto = {
  emotion: 'happy',
  intensity: 6.1,
  confidence: 0.96,
  scores: {
    happy: 0.9606,
    excited: 0,
    grateful: 0,
    sad: 0.0044,
    lonely: 0,
    anxious: 0.001,
    angry: 0.0271,
    frustrated: 0,
    confused: 0,
    surprised: 0.0055,
    neutral: 0.0014,
  },
  evidence: ['开心'],
};

const one: EmotionAnalysisDto = { ...sad, degraded: [] };
const list: EmotionAnalysisListDto = { results: [happy, sad], degraded: [] };

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
