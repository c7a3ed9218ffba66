import { SessionRiskTracker } from './session-risk.tracker.js';

const HOUR = 3_600_000;
const key = { userScope: 'u', sessionId: 's' };
const calm = { level: 'none', distressed: false, escalation: false } as const;

describe('SessionRiskTracker', () => {
  let time = 0;
  let tracker: SessionRiskTracker;
  beforeEach(() => {
    time = 1_000_000;
    tracker = new SessionRiskTracker(24 * HOUR, () => time);
  });

  it('carries ideation for the window and lets it go after it', () => {
    tracker.add(key, { ...calm, level: 'medium' });
    time += 24 * HOUR - 1;
    expect(tracker.add(key, calm)).toEqual({ level: 'medium', raised: false, carried: true });
    time += 2;
    expect(tracker.add(key, calm)).toEqual({ level: 'none', raised: false, carried: false });
  });

  it('treats the turns after a high one as medium, so that they are answered and not met with the fixed reply', () => {
    expect(tracker.add(key, { ...calm, level: 'high' })).toMatchObject({ level: 'high', carried: false });
    expect(tracker.add(key, calm)).toMatchObject({ level: 'medium', carried: true });
    expect(tracker.sticky(key).level).toBe('high');
  });

  it('renews the window with each new ideation, not with distress', () => {
    tracker.add(key, { ...calm, level: 'high' });
    time += 20 * HOUR;
    tracker.add(key, { ...calm, level: 'medium' });
    time += 20 * HOUR;
    expect(tracker.sticky(key).level).toBe('high');
    tracker.add(key, { ...calm, level: 'low' });
    time += 5 * HOUR;
    expect(tracker.sticky(key).level).toBe('none');
  });

  it('is not reset by a denial', () => {
    tracker.add(key, { ...calm, level: 'medium' });
    expect(tracker.add(key, { ...calm, level: 'low' })).toMatchObject({ level: 'medium', carried: true });
  });

  it('raises the third ideation to high only when it comes with an escalating sign', () => {
    for (let turn = 0; turn < 4; turn += 1) {
      expect(tracker.add(key, { ...calm, level: 'medium' })).toMatchObject({
        level: 'medium',
        raised: false,
      });
    }
    const escalating = { level: 'medium', distressed: true, escalation: true } as const;
    expect(tracker.add(key, escalating)).toEqual({ level: 'high', raised: true, carried: false });
    expect(tracker.add({ ...key, sessionId: 'other' }, escalating)).toMatchObject({ level: 'medium' });
  });

  it('remembers distress for later questions', () => {
    expect(tracker.isDistressed(key)).toBe(false);
    tracker.add(key, { ...calm, distressed: true });
    expect(tracker.isDistressed(key)).toBe(true);
    expect(tracker.isDistressed({ ...key, sessionId: 'other' })).toBe(false);
  });

  it('remembers distress when an older level expires', () => {
    tracker.add(key, { ...calm, level: 'medium' });
    time += 20 * HOUR;
    tracker.add(key, { ...calm, distressed: true });
    time += 6 * HOUR;
    expect(tracker.sticky(key).level).toBe('none');
    expect(tracker.isDistressed(key)).toBe(true);
  });

  it('forgets distress after the window too', () => {
    tracker.add(key, { ...calm, distressed: true });
    time += 25 * HOUR;
    expect(tracker.isDistressed(key)).toBe(false);
  });

  it('joins short messages of one hour and leaves long ones alone', () => {
    expect(tracker.joinFragments(key, '我')).toBe('');
    expect(tracker.joinFragments(key, '想')).toBe('我 想');
    expect(tracker.joinFragments(key, '今天的天气真的非常好我们去公园吧')).toBe('');
    expect(tracker.joinFragments(key, '自')).toBe('我 想 自');
    time += 2 * HOUR;
    expect(tracker.joinFragments(key, '杀')).toBe('');
  });

  it('keeps fragments bounded', () => {
    for (let turn = 0; turn < 200; turn += 1) tracker.joinFragments(key, '一二三四五六七八九十');
    expect(tracker.joinFragments(key, '好').length).toBeLessThanOrEqual(64 + 12);
  });

  it('keeps sessions of different users apart', () => {
    tracker.add(key, { ...calm, level: 'high' });
    expect(tracker.carried({ userScope: 'v', sessionId: 's' })).toBe('none');
  });

  it('takes over what the store knows, never lowering what it knows itself', () => {
    tracker.add(key, { ...calm, level: 'medium' });
    tracker.merge(key, { level: 'low', expiresAt: new Date(time + 90 * HOUR) });
    expect(tracker.sticky(key)).toEqual({ level: 'medium', expiresAt: new Date(time + 24 * HOUR) });
    tracker.merge(key, { level: 'high', expiresAt: new Date(time + HOUR) });
    expect(tracker.sticky(key)).toEqual({ level: 'high', expiresAt: new Date(time + HOUR) });
    tracker.merge(key, { level: 'high', expiresAt: new Date(time - 1) });
    tracker.merge(key, undefined);
    expect(tracker.sticky(key).level).toBe('high');
  });

  it('asks the store once a minute', () => {
    expect(tracker.needsStore(key)).toBe(true);
    tracker.merge(key, undefined);
    expect(tracker.needsStore(key)).toBe(false);
    time += 61_000;
    expect(tracker.needsStore(key)).toBe(true);
  });

  it('forgets a session on request', () => {
    tracker.add(key, { ...calm, level: 'high' });
    tracker.forget(key);
    expect(tracker.carried(key)).toBe('none');
  });
});
