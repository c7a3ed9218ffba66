import { LETTER_LIMIT, TransitionTable } from './transition-table.js';

describe('TransitionTable', () => {
  it('keeps every transition while it grows', () => {
    const table = new TransitionTable();
    for (let state = 0; state < 300; state += 1)
      for (let letter = 1; letter < 40; letter += 1) table.set(state, letter, state * 40 + letter);
    for (let state = 0; state < 300; state += 1)
      for (let letter = 1; letter < 40; letter += 1)
        expect(table.get(state, letter)).toBe(state * 40 + letter);
    expect(table.get(300, 1)).toBe(0);
    expect(table.get(0, 40)).toBe(0);
  });

  it('refuses letters that do not fit a key', () => {
    const table = new TransitionTable();
    expect(() => table.set(0, 0, 1)).toThrow();
    expect(() => table.set(0, LETTER_LIMIT, 1)).toThrow();
  });
});
