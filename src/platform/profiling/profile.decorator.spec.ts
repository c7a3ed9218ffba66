import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Observable, firstValueFrom, of, throwError, toArray } from 'rxjs';
import { LimitsConfig } from '../../config/config.slices.js';
import { Profile } from './profile.decorator.js';
import { Profiler } from './profiler.js';

const Mark = (): MethodDecorator => (_target, _key, descriptor: PropertyDescriptor) => {
  Reflect.defineMetadata('mark', 'kept', descriptor.value as object);
};
const shared = { value: 1 };

class Worker {
  factor = 2;

  @Profile()
  @Mark()
  double(value: number, _other?: string): number {
    return value * this.factor;
  }

  @Profile('named.step')
  fail(): never {
    throw new RangeError('as before');
  }

  @Profile()
  async later(value: number): Promise<number> {
    return value * this.factor;
  }

  @Profile()
  async rejects(): Promise<never> {
    throw new RangeError('as before');
  }

  @Profile()
  async *tokens(count: number): AsyncGenerator<number> {
    for (let index = 0; index < count; index += 1) yield index;
    if (count > 5) throw new RangeError('as before');
  }

  @Profile()
  values(): Observable<number> {
    return of(1, 2, 3);
  }

  @Profile()
  broken(): Observable<number> {
    return throwError(() => new RangeError('as before'));
  }

  @Profile()
  never(): Observable<number> {
    return new Observable<number>(() => undefined);
  }

  @Profile()
  readable(): Readable {
    return Readable.from(['a', 'b']);
  }

  @Profile()
  frozen(): AsyncIterable<number> {
    return Object.freeze({
      async *[Symbol.asyncIterator]() {
        yield 1;
      },
    });
  }

  @Profile()
  same(): object {
    return shared;
  }
}

const limits = (slowThresholdMs: number) => ({ slowThresholdMs }) as LimitsConfig;

describe('@Profile', () => {
  let profiler: Profiler;
  const worker = new Worker();
  const collect = async (source: AsyncIterable<unknown>) => {
    const seen: unknown[] = [];
    for await (const value of source) seen.push(value);
    return seen;
  };

  beforeEach(() => {
    profiler = new Profiler(limits(1e9));
  });

  it('counts plain methods under class and method and leaves results, this, name and metadata alone', () => {
    expect(worker.double(4)).toBe(8);
    expect(worker.same()).toBe(shared);
    expect(Worker.prototype.double.name).toBe('double');
    expect(Worker.prototype.double.length).toBe(2);
    expect(Reflect.getMetadata('mark', Worker.prototype.double)).toBe('kept');
    expect(profiler.profile()['Worker.double']).toMatchObject({ calls: 1, errors: 0 });
  });

  it('counts errors and throws them on', async () => {
    expect(() => worker.fail()).toThrow(RangeError);
    await expect(worker.rejects()).rejects.toThrow(RangeError);
    expect(profiler.profile()).toMatchObject({
      'named.step': { calls: 1, errors: 1 },
      'Worker.rejects': { calls: 1, errors: 1 },
    });
  });

  it('counts a promise when it settles', async () => {
    const promise = worker.later(3);
    expect(profiler.profile()['Worker.later']).toBeUndefined();
    await expect(promise).resolves.toBe(6);
    expect(profiler.profile()['Worker.later']?.calls).toBe(1);
  });

  it('counts an async generator at its end, also when it throws or is left early', async () => {
    await expect(collect(worker.tokens(3))).resolves.toEqual([0, 1, 2]);
    await expect(collect(worker.tokens(6))).rejects.toThrow(RangeError);
    for await (const value of worker.tokens(4)) if (value === 1) break;
    expect(profiler.profile()['Worker.tokens']).toMatchObject({ calls: 3, errors: 1 });
  });

  it('keeps what else an async iterable can do', async () => {
    const readable = worker.readable();
    expect(readable).toBeInstanceOf(Readable);
    await expect(collect(readable)).resolves.toEqual(['a', 'b']);
    await expect(collect(worker.frozen())).resolves.toEqual([1]);
    expect(profiler.profile()).toMatchObject({
      'Worker.readable': { calls: 1 },
      'Worker.frozen': { calls: 1 },
    });
  });

  it('counts an observable per subscription: completed, failed and left', async () => {
    const values = worker.values();
    expect(profiler.profile()['Worker.values']).toBeUndefined();
    await expect(firstValueFrom(values.pipe(toArray()))).resolves.toEqual([1, 2, 3]);
    values.subscribe().unsubscribe();
    await expect(firstValueFrom(worker.broken())).rejects.toThrow(RangeError);
    worker.never().subscribe().unsubscribe();
    expect(profiler.profile()).toMatchObject({
      'Worker.values': { calls: 2, errors: 0 },
      'Worker.broken': { calls: 1, errors: 1 },
      'Worker.never': { calls: 1, errors: 0 },
    });
  });
});

describe('Profiler', () => {
  it('reports percentiles, the maximum and the last call', () => {
    const profiler = new Profiler(limits(1e9));
    for (let ms = 1; ms <= 100; ms += 1) profiler.record('step', ms, ms % 10 === 0);
    const { step } = profiler.profile();
    expect(step).toMatchObject({ calls: 100, errors: 10, maxMs: 100, lastMs: 100 });
    expect(step!.p50Ms).toBeCloseTo(50, -1);
    expect(step!.p95Ms! / 95).toBeCloseTo(1, 1);
  });

  it('warns about a slow step with its name and duration only', () => {
    const warned: unknown[] = [];
    Logger.overrideLogger({
      log: () => undefined,
      error: () => undefined,
      warn: (entry: unknown) => warned.push(entry),
    });
    const profiler = new Profiler(limits(100));
    profiler.record('quick', 100);
    profiler.record('slow', 101.4);
    Logger.overrideLogger(false);
    expect(warned).toEqual([{ event: 'slow_step', step: 'slow', duration_ms: 101 }]);
  });

  it('holds a bounded number of names', () => {
    const profiler = new Profiler(limits(1e9));
    for (let index = 0; index < 1000; index += 1) profiler.record(`name-${index}`, 1);
    const names = Object.keys(profiler.profile());
    expect(names.length).toBeLessThanOrEqual(501);
    expect(profiler.profile().other?.calls).toBe(500);
  });
});
