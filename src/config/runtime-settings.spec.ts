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

  it('scales the effective limits and leaves the configured ones as they are', () => {
    const subject = settings();
    subject.scale({ concurrency: 0.5, lifetime: 2 });
    expect(subject.effectiveMaxConcurrent).toBe(25);
    expect(subject.effectiveTtlSeconds('emotion')).toBe(3600);
    expect(subject.current.maxConcurrentRequests).toBe(50);
  });

  it('gives each of several workers its share of the limit, rounded up', () => {
    const subject = settings(4);
    expect(subject.effectiveMaxConcurrent).toBe(13);
    expect(subject.current.maxConcurrentRequests).toBe(50);
    subject.update({ maxConcurrentRequests: 3 });
    expect(subject.effectiveMaxConcurrent).toBe(1);
  });

  it('never lets the limit fall below one turn', () => {
    const subject = settings();
    subject.scale({ concurrency: 0.001, lifetime: 1 });
    expect(subject.effectiveMaxConcurrent).toBe(1);
  });

  it('tells listeners of each change until they leave', () => {
    const subject = settings();
    let changes = 0;
    const leave = subject.onChange(() => (changes += 1));
    subject.update({ cacheEnabled: false });
    leave();
    subject.scale({ concurrency: 1, lifetime: 1 });
    expect(changes).toBe(1);
  });
});
