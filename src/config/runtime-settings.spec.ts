import { RuntimeSettings } from './runtime-settings.js';

const settings = (workers?: number) =>
  new RuntimeSettings(
    {
      cacheEnabled: true,
      maxConcurrentRequests: 50,
      requestTimeoutMs: 30_000,
      ttlSeconds: { emotion: 1800, memory: 3600, prompt: 1800, default: 3600 },
      adaptiveEnabled: true,
    },
    workers,
  );

describe('RuntimeSettings', () => {
  it('changes one lifetime and keeps the others', () => {
    const subject = settings();
    subject.update({ ttlSeconds: { emotion: 60 } });
    expect(subject.current.ttlSeconds).toEqual({ emotion: 60, memory: 3600, prompt: 1800, default: 3600 });
  });

  it('stretches the lifetimes in force and leaves the configured ones as they are', () => {
    const subject = settings();
    subject.stretchLifetimes(2);
    expect(subject.effectiveTtlSeconds('emotion')).toBe(3600);
    expect(subject.current.ttlSeconds.emotion).toBe(1800);
  });

  it('gives each of several workers its share of the limit, rounded up', () => {
    const subject = settings(4);
    expect(subject.maxConcurrentShare).toBe(13);
    expect(subject.current.maxConcurrentRequests).toBe(50);
    subject.update({ maxConcurrentRequests: 3 });
    expect(subject.maxConcurrentShare).toBe(1);
  });

  it('tells listeners of each change until they leave', () => {
    const subject = settings();
    let changes = 0;
    const leave = subject.onChange(() => (changes += 1));
    subject.update({ cacheEnabled: false });
    leave();
    subject.stretchLifetimes(1);
    expect(changes).toBe(1);
  });
});
