import { loadEmotionAnalyzer } from '../../emotion/adapters/trained/load-emotion-analyzer.js';
import { DependencyRegistry } from '../../platform/dependencies/dependency-registry.js';
import { JSON_STREAM_EXAMPLE } from '../streaming.description.js';
import { ANSWER_EXAMPLES, REQUEST_EXAMPLES } from './examples.js';

describe('the examples of a turn', () => {
  const analyzer = loadEmotionAnalyzer(new DependencyRegistry());

  it('show the feeling that the analyzer that ships finds in the message they offer', () => {
    const { emotion, intensity, confidence } = analyzer.analyzeNow(REQUEST_EXAMPLES.full.value.message);
    const read = { emotion, intensity, confidence };
    expect(ANSWER_EXAMPLES.chat.emotion).toEqual(read);
    expect(JSON_STREAM_EXAMPLE).toContain(JSON.stringify(read));
  });
});
