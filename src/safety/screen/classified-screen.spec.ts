import { screenCases } from '../../../test/fixtures/safety/screen-cases.js';
import { CrisisClassifier } from '../classifier/crisis-classifier.js';
import { crisisModelPath } from '../classifier/load-crisis-classifier.js';
import { RISK_LEVELS, type RiskLevel } from '../safety.types.js';
import { CrisisScreen } from './crisis-screen.js';

const rulesOnly = new CrisisScreen();
const both = new CrisisScreen(CrisisClassifier.load(crisisModelPath()));
const rank = (level: RiskLevel) => RISK_LEVELS.indexOf(level);

describe('CrisisScreen with the trained classifier', () => {
  const texts = screenCases.flatMap((group) => group.texts);

  it('never goes below the rules, and says when the classifier raised a level', () => {
    for (const text of texts) {
      const rules = rulesOnly.screen(text);
      const found = both.screen(text);
      expect(rank(found.level)).toBeGreaterThanOrEqual(rank(rules.level));
      expect(found.ruleIds).toEqual(expect.arrayContaining(rules.ruleIds));
      if (found.level !== rules.level)
        expect(found.ruleIds.at(-1)).toMatch(/^model\.(unsure|ideation|danger)$/);
    }
  });

  it('takes next to no ordinary sentence of the curated cases for ideation', () => {
    const ordinary = screenCases.filter(({ level }) => level === 'none').flatMap((group) => group.texts);
    const alarmed = ordinary.filter((text) => rank(both.screen(text).level) > 1);
    expect(alarmed.length / ordinary.length).toBeLessThanOrEqual(0.03);
  });

  it.each([
    ['a denial', '我没有自杀的想法'],
    ['a death in the family', '妈妈上个月去世了，我好想她'],
    ['thoughts that are over', '以前想过自杀，现在好了'],
  ])('does not raise %s', (_what, text) => {
    expect(both.screen(text).level).toBe('low');
    expect(both.screen(text).ruleIds.join()).not.toContain('model.ideation');
  });

  it.each(['笑死我了', '想死你了', '小说里的主角最后自杀了', '新闻说昨天有人跳楼'])(
    'leaves "%s" to its exclusion',
    (text) => {
      expect(both.screen(text).level).toBe('none');
    },
  );

  it('hears what no rule says in so many words', () => {
    const indirect = [
      '药片一粒一粒数好了放在枕头边，数完就可以睡了，不用再醒',
      '我只想就这样睡过去，不用再面对天亮',
    ];
    const heard = indirect.filter((text) => rank(both.screen(text).level) > rank('none'));
    expect(heard).not.toEqual([]);
  });
});
