import fc from 'fast-check';
import { foldSpelling, foldToWords } from './spelling-fold.js';

describe('foldSpelling', () => {
  it.each([
    ['width', 'ｏｋ，好累', 'ok,好累'],
    ['case', 'I am SAD', 'i am sad'],
    ['traditional characters', '我覺得很難過', '我觉得很难过'],
    ['pauses', '好累，真的……。', '好累 真的'],
    ['drawn-out characters', '好累啊啊啊啊', '好累啊啊'],
    ['repeated marks', '好累！！！', '好累!'],
    ['repeated emoji', '好累😭😭😭', '好累😭'],
    ['joiners', '好\u200b累', '好累'],
  ])('makes one form of %s', (_what, one, other) => {
    expect(foldSpelling(one)).toBe(foldSpelling(other));
  });

  it.each([
    ['an exclamation', '好累', '好累！'],
    ['a question', '好吗', '好吗？'],
    ['another emoji', '好😭', '好😊'],
    ['another face', '好吧:)', '好吧:('],
    ['another word', '不开心', '开心'],
    ['a negation in the middle', 'i am not ok', 'i am ok'],
  ])('keeps %s apart', (_what, one, other) => {
    expect(foldSpelling(one)).not.toBe(foldSpelling(other));
  });

  it('leaves its own result as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const once = foldSpelling(text);
        expect(foldSpelling(once)).toBe(once);
      }),
    );
  });
});

describe('foldToWords', () => {
  it('keeps what is said and whether it is asked', () => {
    expect(foldToWords('我的猫叫什么？？😊')).toBe('我的猫叫什么?');
    expect(foldToWords('My cat, "Doudou"!')).toBe('my cat doudou');
    expect(foldToWords('😭')).toBe('');
  });
});
