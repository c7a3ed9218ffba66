import { parseRetryAfter } from './http-status.error.js';

const NOW = Date.parse('2026-03-01T00:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['2', 2000],
    [' 0.5 ', 500],
    ['0', 0],
    ['Sun, 01 Mar 2026 00:00:07 GMT', 7000],
    ['Sat, 28 Feb 2026 23:59:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %p', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });
});
