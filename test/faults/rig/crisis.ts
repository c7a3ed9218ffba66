import type { Heard } from './talker.js';

/** A wish to die (medium) and a plan (high). */
export const CRISIS_MESSAGES = { medium: '我真的不想活了', high: '我已经写好遗书了，今晚就跳楼' } as const;

export const CARD_WITHIN_MS = 1000;

/** Help came first and at once, whatever else failed, and the turn ended as any other. */
export function expectHelp(heard: Heard, level: keyof typeof CRISIS_MESSAGES): void {
  const types = heard.frames.map(({ type }) => type);
  expect(heard.frames.find(({ type }) => type === 'safety')).toMatchObject({
    risk_level: level,
    resources: expect.arrayContaining([expect.objectContaining({ phone: '12356' })]),
  });
  expect(heard.safetyMs).toBeLessThan(CARD_WITHIN_MS);
  expect(types.indexOf('safety')).toBeLessThan(types.indexOf('token'));
  expectWholeTurn(heard);
}

/** Exactly one terminal frame, the last one, and it is `complete`. */
export function expectWholeTurn(heard: Heard): void {
  const terminal = heard.frames.filter(({ type }) => type === 'complete' || type === 'error');
  expect({ status: heard.status, terminal: terminal.map(({ type }) => type), done: heard.done }).toEqual({
    status: 200,
    terminal: ['complete'],
    done: true,
  });
  expect(heard.frames.at(-1)).toBe(heard.last);
}
