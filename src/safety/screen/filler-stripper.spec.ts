import { stripFillers } from './filler-stripper.js';

describe('stripFillers', () => {
  it.each([
    ['我x想x死', '我想死'],
    ['我X想x死', '我想死'],
    ['我口想口死口了', '我想死了'],
    ['我*x-想 x 死', '我*-想  死'],
    ['今天𝒌很𝒌好, 我x想x死', '天很好\n我想死'],
    ['我⑩想⑩死', '我想死'],
    ['我💀想💀去💀死', '我想去死'],
    ['我💊不💊想💊活', '我不想活'],
  ])('takes the filler out of %s', (text, stripped) => {
    expect(stripFillers(text)).toBe(stripped);
  });

  it.each(['', '我想死', '我x想y死', '我x想', 'a1b1c1d', '我x*****想x死', '一二三四五六七'])(
    'finds none in %j',
    (text) => {
      expect(stripFillers(text)).toBeUndefined();
    },
  );

  it('reads at most 4000 characters again', () => {
    const stripped = stripFillers('我x想x死。\n'.repeat(10_000)) ?? '';
    expect(stripped.length).toBeGreaterThan(1000);
    expect(stripped.length).toBeLessThan(4000);
  });
});
