import { simplifiedCharacters, toSimplified } from './simplified-chinese.js';

describe('simplifiedCharacters', () => {
  it('holds what the converter makes of each single Han character', () => {
    const han = Array.from({ length: 0x9fff - 0x3400 }, (_, index) => String.fromCharCode(0x3400 + index));
    const converted = toSimplified(han.join('\n')).split('\n');
    expect(han.map((character) => simplifiedCharacters.get(character) ?? character)).toEqual(converted);
  });
});
