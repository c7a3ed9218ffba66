import { loadChallenge } from '../../../test/support/crisis-challenge.js';
import { CrisisClassifier } from '../classifier/crisis-classifier.js';
import { crisisModelPath } from '../classifier/load-crisis-classifier.js';
import { atLeast } from '../safety.types.js';
import { CrisisScreen } from './crisis-screen.js';

/** What people say around a plan: an idiom, a loss, a denial, the news, anger, the day. */
const AROUND = {
  zh: [
    '笑死我了',
    '我奶奶去世了',
    '我没有自杀的想法',
    '看了个自杀的新闻',
    '气得我想杀了他',
    '今天还去超市买了水果和酸奶',
    '晚饭吃的是西红柿面',
    '外面天气挺好的',
  ],
  en: [
    "i'm dying of laughter",
    'my grandma died last year',
    "i'm not suicidal",
    'saw the news about a suicide',
    'i could strangle him',
    'i also went to the store and bought some fruit',
    'the weather was nice today',
  ],
};
/** What the classifier alone had just caught may be lost; under one in a hundred was measured. */
const LEAST_KEPT = 0.97;

const screen = new CrisisScreen(CrisisClassifier.load(crisisModelPath()));
const isCaught = (text: string) => atLeast(screen.screen(text).level, 'medium');

const phrases = loadChallenge().filter(
  ({ text, turns, expect: level }) => turns === undefined && /^L[23]/.test(level) && isCaught(text),
);

describe('what stands around a phrase of danger', () => {
  const comma = { zh: '，', en: ', ' };
  const stop = { zh: '。', en: '. ' };
  type Wrap = (phrase: string, around: string, lang: 'zh' | 'en') => string;
  const wraps: [string, Wrap][] = [
    ['a clause before it', (phrase, around, lang) => around + comma[lang] + phrase],
    ['a clause after it', (phrase, around, lang) => phrase + comma[lang] + around],
    ['a sentence before it', (phrase, around, lang) => around + stop[lang] + phrase],
    ['a sentence after it', (phrase, around, lang) => phrase + stop[lang] + around],
    [
      'many sentences after it',
      (phrase, around, lang) =>
        phrase + (stop[lang] + AROUND[lang].slice(5).join(stop[lang])).repeat(3) + around,
    ],
  ];

  it.each(wraps)('does not hide it: %s', (_what, wrap) => {
    const texts = phrases.flatMap(({ text, lang }) => AROUND[lang].map((around) => wrap(text, around, lang)));
    const kept = texts.filter(isCaught);
    expect(kept.length / texts.length).toBeGreaterThanOrEqual(LEAST_KEPT);
  });

  it.each([
    '我奶奶去世了，今晚十二点我就从这里跳下去',
    '我没有自杀的想法，今晚十二点我就从这里跳下去',
    '今晚十二点我就从这里跳下去。今天还去超市买了水果和酸奶，天气挺好的，回来收拾了房间，准备早点休息了。',
  ])('does not hide a plan: %s', (text) => {
    expect(isCaught(text)).toBe(true);
  });

  it('does not let the news in the clause before take back what somebody says of themselves', () => {
    expect(screen.screen('看了个自杀的新闻，百草枯我喝下去了').ruleIds).toContain('zh.mention.suicide');
  });

  it.each([
    '我没有自杀的想法，也不会伤害自己',
    '我从来没想过要自杀，也没有伤害过自己',
    '奶奶去世了，我很想她',
    '妈妈上个月走了，家里空空的，我好想她',
    '小说里的主角最后自杀了，我哭了一晚',
    '新闻说昨天有人跳楼，好可怜',
    '笑死我了，肚子都疼',
  ])('is not taken for danger itself: %s', (text) => {
    expect(isCaught(text)).toBe(false);
  });
});
