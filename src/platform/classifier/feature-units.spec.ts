import fc from 'fast-check';
import { writeFeatureUnits } from './feature-units.js';

function unitsOf(text: string, from = 0, to = text.length): string {
  const target = new Uint16Array(to - from);
  const length = writeFeatureUnits(text, from, to, target);
  return String.fromCharCode(...target.subarray(0, length));
}

describe('writeFeatureUnits', () => {
  it.each([
    ['upper case', 'I am SAD', 'i am sad'],
    ['full width', 'Ｉ ａｍ！', 'i am!'],
    ['traditional characters', '我覺得很難過', '我觉得很难过'],
    ['joiners and selectors', '难\u200b过❤\ufe0f', '难过❤'],
    ['long runs', '哈哈哈哈哈哈 sooooo', '哈哈哈 sooo'],
    ['names', '@小明_2 你好 @a-b.c!', '@ 你好 @!'],
    ['digits', '2019年12月', '000年00月'],
    ['addresses', '看http://t.cn/a1?b=c 这', '看\ue001 这'],
    ['addresses before Chinese', 'https://a.cn这里', '\ue001这里'],
  ])('folds %s', (_what, text, units) => {
    expect(unitsOf(text)).toBe(units);
  });

  it('ends a name that is too long to be one', () => {
    expect(unitsOf(`@${'a好'.repeat(20)}`)).toBe(`@${'好a'.repeat(5)}好`);
  });

  it('reads only the stretch it is given', () => {
    expect(unitsOf('我很@难过', 1, 3)).toBe('很@');
    expect(unitsOf('好http://a', 0, 3)).toBe('好\ue001');
  });

  it('writes what it wrote before when given its own result, and never more than the stretch holds', () => {
    const anyText = fc.array(fc.nat({ max: 0xffff }), { maxLength: 80 });
    fc.assert(
      fc.property(anyText, (codes) => {
        const text = String.fromCharCode(...codes);
        const once = unitsOf(text);
        expect(once.length).toBeLessThanOrEqual(text.length);
        expect(unitsOf(once).length).toBeLessThanOrEqual(once.length);
        expect(once).not.toMatch(/(.)\1{3}/su);
      }),
    );
  });
});
