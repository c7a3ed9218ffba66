import { detectLanguage } from './language.js';

describe('detectLanguage', () => {
  it.each([
    ['我今天很难过', 'zh'],
    ['I feel so alone tonight', 'en'],
    ['今天老板说我的PPT不行', 'zh'],
    ['my friend 小明 said he is leaving and I do not know what to do', 'en'],
    ['deadline 好烦', 'zh'],
    ['😭😭😭', 'zh'],
    ['', 'zh'],
  ])('answers %j in %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('keeps the language of the conversation where a message has no letters', () => {
    expect(detectLanguage('...', 'en')).toBe('en');
  });
});
