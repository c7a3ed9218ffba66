import { foldedUnits } from './character-fold.js';

const textOf = (text: string) => String.fromCharCode(...foldedUnits(text).subarray(0, text.length));

describe('foldedUnits', () => {
  it('gives each unit in its place, and nothing of the text before', () => {
    expect(textOf('ＡＢＣ，覺得\u200b好')).toBe('abc，觉得\0好');
    expect(textOf('好')).toBe('好');
    expect(foldedUnits('好')[1]).toBe(0);
  });

  it('holds texts of any length', () => {
    const long = 'Ab'.repeat(5000);
    expect(textOf(long)).toBe(long.toLowerCase());
    expect(foldedUnits(long)[long.length]).toBe(0);
  });
});
