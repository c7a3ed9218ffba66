import { DependencyRegistry } from '../../platform/dependencies/dependency-registry.js';
import { loadEmotionAnalyzer } from '../adapters/trained/load-emotion-analyzer.js';
import { toReading } from './analysis.dto.js';
import { ANALYSIS_ANSWERS, ANALYZE_EXAMPLES } from './examples.js';

describe('the examples of an analysis', () => {
  const analyzer = loadEmotionAnalyzer(new DependencyRegistry());
  const read = (text: string) => toReading(analyzer.analyzeNow(text));

  it('show what the analyzer that ships answers to the texts they offer', () => {
    const { text, texts } = ANALYZE_EXAMPLES;
    expect(ANALYSIS_ANSWERS.text.value).toEqual({ ...read(text.value.text), degraded: [] });
    expect(ANALYSIS_ANSWERS.texts.value).toEqual({ results: texts.value.texts.map(read), degraded: [] });
  });
});
