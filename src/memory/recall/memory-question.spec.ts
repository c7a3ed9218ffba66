import fc from 'fast-check';
import { readMemoryQuestion } from './memory-question.js';

describe('readMemoryQuestion', () => {
  it.each([
    ['你还记得我的猫吗', '我的猫吗'],
    ['你還記得我的貓嗎', '我的貓嗎'],
    ['我之前跟你说过我的工作', '我的工作'],
    ['do you remember my cat?', 'my cat?'],
    ['Did I ever tell you about my sister', 'my sister'],
  ])('cuts the asking out of "%s"', (text, topic) => {
    expect(readMemoryQuestion(text)).toEqual({ asked: true, topic });
  });

  it.each([
    '你还记得我吗？',
    '你还记得我说过什么吗',
    'what do you know about me?',
    'do you remember me',
    '你了解我吗',
  ])('finds no topic in "%s"', (text) => {
    expect(readMemoryQuestion(text)).toEqual({ asked: true, topic: '' });
  });

  it.each(["what's my name?", '我叫什么名字', 'where do I live'])('hears that "%s" asks', (text) => {
    expect(readMemoryQuestion(text)).toEqual({ asked: true, topic: text });
  });

  it.each(['今天好累', 'I had a bad day', '我和男朋友吵架了'])('hears no question in "%s"', (text) => {
    expect(readMemoryQuestion(text)).toEqual({ asked: false, topic: text });
  });

  it('never throws and never adds text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(readMemoryQuestion(text).topic.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
