import 'reflect-metadata';
import { Observable, isObservable } from 'rxjs';
import { Profiler } from './profiler.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Finish = (failed: boolean) => void;

/**
 * Counts and times a method under `name` (default `Class.method`), whether it answers with a value, a promise, an async
 * iterable (timed until its end) or an observable (timed per subscription). Results, errors, identity of generators and
 * unhandled rejections stay as they were.
 *
 * It reports to the profiler of the running application (`Profiler.current`) instead of having one wired in: adapters
 * made inside factories and plain classes can then be profiled like providers, nothing has to be scanned at start, and
 * without an application the method runs bare. The price: two applications in one process share the later one's figures.
 */
export function Profile(name?: string): MethodDecorator {
  return (target, key, descriptor: PropertyDescriptor) => {
    const original = descriptor.value as Method;
    const owner = typeof target === 'function' ? target.name : target.constructor.name;
    const step = name ?? `${owner}.${String(key)}`;
    const profiled = function (this: unknown, ...args: unknown[]): unknown {
      const profiler = Profiler.current;
      if (!profiler) return original.apply(this, args);
      return timed(() => original.apply(this, args), profiler, step);
    };
    Object.defineProperty(profiled, 'name', { value: original.name, configurable: true });
    Object.defineProperty(profiled, 'length', { value: original.length, configurable: true });
    for (const metadataKey of Reflect.getMetadataKeys(original) as unknown[]) {
      Reflect.defineMetadata(metadataKey, Reflect.getMetadata(metadataKey, original), profiled);
    }
    descriptor.value = profiled;
  };
}

function timed(run: () => unknown, profiler: Profiler, step: string): unknown {
  const finish = startClock(profiler, step);
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    finish(true);
    throw error;
  }
  if (result instanceof Promise) return timedPromise(result, finish);
  if (isObservable(result)) return timedObservable(result, profiler, step);
  if (isAsyncIterable(result) && timeIteration(result, finish)) return result;
  finish(false);
  return result;
}

function startClock(profiler: Profiler, step: string): Finish {
  const startedAt = performance.now();
  let open = true;
  return (failed) => {
    if (!open) return;
    open = false;
    profiler.record(step, performance.now() - startedAt, failed);
  };
}

/** The derived promise rejects as the original would, so a rejection nobody handles still surfaces. */
function timedPromise(promise: Promise<unknown>, finish: Finish): Promise<unknown> {
  return promise.then(
    (value) => {
      finish(false);
      return value;
    },
    (error: unknown) => {
      finish(true);
      throw error;
    },
  );
}

function timedObservable(source: Observable<unknown>, profiler: Profiler, step: string): Observable<unknown> {
  return new Observable((subscriber) => {
    const finish = startClock(profiler, step);
    subscriber.add(() => finish(false));
    return source.subscribe({
      next: (value) => subscriber.next(value),
      error: (error) => {
        finish(true);
        subscriber.error(error);
      },
      complete: () => {
        finish(false);
        subscriber.complete();
      },
    });
  });
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Times the object in place, so that the caller gets the very object the method made. False when it is frozen. */
function timeIteration(iterable: AsyncIterable<unknown>, finish: Finish): boolean {
  if (!Object.isExtensible(iterable)) return false;
  if ('next' in iterable) {
    watchIterator(iterable as AsyncIterableIterator<unknown>, finish);
    return true;
  }
  const makeIterator = iterable[Symbol.asyncIterator].bind(iterable);
  define(iterable, Symbol.asyncIterator, () => {
    const iterator = makeIterator();
    if (Object.isExtensible(iterator)) watchIterator(iterator, finish);
    return iterator;
  });
  return true;
}

function watchIterator(iterator: AsyncIterator<unknown>, finish: Finish): void {
  for (const step of ['next', 'return', 'throw'] as const) {
    const original = iterator[step]?.bind(iterator) as
      ((...args: unknown[]) => Promise<IteratorResult<unknown>>) | undefined;
    if (!original) continue;
    define(iterator, step, (...args: unknown[]) =>
      original(...args).then(
        (result) => {
          if (result.done) finish(false);
          return result;
        },
        (error: unknown) => {
          finish(true);
          throw error;
        },
      ),
    );
  }
}

function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false });
}
