import type { EmotionAnalysisDto, EmotionAnalysisListDto } from './analysis.dto.js';
import type { AnalyzeRequestDto } from './analyze-request.dto.js';
import type { TrendDto } from './trend.dto.js';

/** What the API documentation offers to send. */
export const ANALYZE_EXAMPLES: Record<string, { summary: string; value: AnalyzeRequestDto }> = {
  text: { summary: 'One text', value: { text: '我今天被领导批评了，好难过' } },
  texts: { summary: 'Several texts', value: { texts: ['太开心了！', 'I feel so alone tonight'] } },
};

const none = {
  happy: 0.0133,
  excited: 0.0133,
  grateful: 0.0133,
  sad: 0.0133,
  lonely: 0.0133,
  anxious: 0.0133,
  angry: 0.0133,
  frustrated: 0.0133,
  confused: 0.0133,
  surprised: 0.0133,
  neutral: 0.28,
};
const sad: EmotionAnalysisDto = {
  emotion: 'sad',
  intensity: 5.2,
  confidence: 0.66,
  scores: { ...none, sad: 0.6003 },
  evidence: ['难过'],
};
const happy: EmotionAnalysisDto = {
  emotion: 'happy',
  intensity: 6.3,
  confidence: 0.7,
  scores: { ...none, happy: 0.6003 },
  evidence: ['开心'],
};

const list: EmotionAnalysisListDto = { results: [happy, sad] };

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
  text: { summary: 'For one text', value: sad },
  texts: { summary: 'For several', value: list },
};
export const TREND_ANSWER = trend;
