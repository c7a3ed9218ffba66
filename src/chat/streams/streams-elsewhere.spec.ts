import { InMemoryStreamArchive, SharedStreams } from '../../../test/support/in-memory-stream-archive.js';
import { complete, startOf, token, wordOf } from '../../../test/support/stream-frames.js';
import { Lifecycle } from '../../platform/lifecycle/lifecycle.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { errorFrame } from '../frames/frame-factory.js';
import { StreamPace } from '../frames/stream-pace.js';
import { StreamPublisher } from './stream-publisher.js';
import { StreamsElsewhere } from './streams-elsewhere.js';
import { TurnStream } from './turn-stream.js';
import { DomainError } from '../../platform/errors/domain-error.js';

const UNHEARD = { onBegin: () => {}, onEnd: () => {} };
const CANCELLED = errorFrame(new DomainError('cancelled', 'cancelled'), 'r');

/** One process that runs streams, another that reads them, and what is between them. */
function twoProcesses() {
  const shared = new SharedStreams();
  const [theirs, ours] = [new InMemoryStreamArchive(shared), new InMemoryStreamArchive(shared)];
  const publisher = new StreamPublisher(theirs, new Metrics());
  const lifecycle = new Lifecycle();
  const elsewhere = new StreamsElsewhere(ours, lifecycle);
  const run = (streamId = 's') => {
    const stream = new TurnStream(
      { streamId, userId: 'lin', sessionId: 's', requestId: 'r', graceMs: 0 },
      UNHEARD,
    );
    publisher.add(stream);
    return stream;
  };
  const read = ({ userId = 'lin', after = 0, pace = new StreamPace() } = {}) => {
    const seen = { words: [] as string[], end: '' };
    elsewhere.read({ streamId: 's', userId, after, pace }).subscribe({
      next: (frame) => seen.words.push(wordOf(frame)),
      error: (error: DomainError) => (seen.end = error.code),
      complete: () => (seen.end = 'complete'),
    });
    return seen;
  };
  return { shared, theirs, ours, publisher, lifecycle, elsewhere, run, read };
}

const after = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

describe('a stream of another process', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is read from where the reader was, goes on live, and leaves no timer behind', async () => {
    const { publisher, elsewhere, run, read } = twoProcesses();
    const stream = run();
    for (const frame of [startOf('s'), token('a'), token('b')]) stream.log.append(frame);
    await after(200);
    const reader = read({ after: 2 });
    await after(0);
    expect(reader.words).toEqual(['b']);
    stream.log.append(token('c'));
    await after(400);
    expect(reader.words).toEqual(['b', 'c']);
    stream.log.append(complete('abc'));
    publisher.publishNow(stream);
    await after(200);
    expect(reader).toEqual({ words: ['b', 'c', 'complete'], end: 'complete' });
    expect(read({ after: 5 })).toEqual({ words: [], end: '' });
    await after(200);
    expect(jest.getTimerCount()).toBe(0);
    elsewhere.onModuleDestroy();
  });

  it('ends at once for who has read it all, and is unknown to everybody else', async () => {
    const { publisher, run, read } = twoProcesses();
    const stream = run();
    stream.log.append(startOf('s'));
    stream.log.append(complete(''));
    publisher.publishNow(stream);
    await after(0);
    const [all, stranger] = [read({ after: 2 }), read({ userId: 'max' })];
    await after(0);
    expect([all.end, stranger.end]).toEqual(['complete', 'not_found']);
  });

  it('says `dependency_unavailable` while the archive cannot be asked, `not_found` where there is no such stream', async () => {
    const { ours, read } = twoProcesses();
    const unknown = read();
    await after(0);
    ours.fault = new Error('away');
    const unasked = read();
    await after(0);
    expect([unknown.end, unasked.end]).toEqual(['not_found', 'dependency_unavailable']);
  });

  it('breaks off 15 seconds after the last sign of its process, not while that only thinks', async () => {
    const { theirs, run, read } = twoProcesses();
    run().log.append(startOf('s'));
    await after(200);
    const reader = read();
    await after(60_000); // the process says nothing but that it is there
    expect(reader.words).toEqual(['start']);
    theirs.ready = false; // from here on it is as good as dead
    await after(9000);
    expect(reader.words).toEqual(['start']);
    await after(7000);
    expect(reader).toEqual({ words: ['start', 'interrupted'], end: 'complete' });
  });

  it('is not taken for dead because its reader is slow', async () => {
    const { run, read } = twoProcesses();
    const stream = run();
    stream.log.append(startOf('s'));
    await after(200);
    const pace = new StreamPace();
    const reader = read({ pace });
    await after(0);
    pace.pause();
    stream.log.append(token('a'));
    await after(60_000);
    pace.resume();
    stream.log.append(complete('a'));
    await after(1000);
    expect(reader).toEqual({ words: ['start', 'a', 'complete'], end: 'complete' });
  });

  it('ends with `shutting_down` for who reads it in a process that is cut, and goes on for everybody else', async () => {
    const { publisher, lifecycle, elsewhere, run, read } = twoProcesses();
    const stream = run();
    stream.log.append(startOf('s'));
    await after(200);
    const slow = new StreamPace();
    const [reader, lagging] = [read(), read({ pace: slow })];
    await after(0);
    slow.pause();
    let idle = false;
    void elsewhere.whenIdle().then(() => (idle = true));
    lifecycle.cutStreams();
    expect(reader).toEqual({ words: ['start', 'shutting_down'], end: 'complete' });

    const late = read();
    await after(0);
    expect(late).toEqual(reader);
    expect(idle).toBe(false); // one has not been told yet
    slow.resume();
    await after(0);
    expect(lagging).toEqual(reader);
    expect(idle).toBe(true);

    stream.log.append(complete(''));
    publisher.publishNow(stream);
    await after(200);
    expect(reader.words).toEqual(['start', 'shutting_down']);
    const ended = read();
    await after(0);
    expect(ended.words).toEqual(['start', 'complete']);
    await after(200);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is waited for while somebody reads it, until its end or until the reader leaves', async () => {
    const { elsewhere, publisher, run } = twoProcesses();
    const stream = run();
    stream.log.append(startOf('s'));
    await after(200);
    const request = { streamId: 's', userId: 'lin', after: 0 };
    const leaving = elsewhere.read(request).subscribe();
    elsewhere.read(request).subscribe();
    elsewhere.read({ ...request, userId: 'max' }).subscribe({ error: () => {} });
    await after(0);
    let idle = false;
    void elsewhere.whenIdle().then(() => (idle = true));
    leaving.unsubscribe();
    await after(0);
    expect(idle).toBe(false);
    stream.log.append(complete(''));
    publisher.publishNow(stream);
    await after(200);
    expect(idle).toBe(true);
  });

  it('is put again from its beginning when the archive lost it, and its reader misses and repeats nothing', async () => {
    const { shared, run, read } = twoProcesses();
    const stream = run();
    stream.log.append(startOf('s'));
    stream.log.append(token('a'));
    await after(200);
    const reader = read();
    await after(0);
    shared.entries.clear();
    stream.log.append(token('b'));
    stream.log.append(complete('ab'));
    await after(1000);
    expect(reader).toEqual({ words: ['start', 'a', 'b', 'complete'], end: 'complete' });
  });

  it('waits where it is kept while the archive fails, and is whole once it works', async () => {
    const { theirs, run, read } = twoProcesses();
    const stream = run();
    theirs.fault = new Error('away');
    stream.log.append(startOf('s'));
    await after(1000);
    stream.log.append(complete(''));
    theirs.fault = undefined;
    await after(200);
    const reader = read();
    await after(0);
    expect(reader.words).toEqual(['start', 'complete']);
  });

  it('is cancelled where it runs; one that has ended is not; one that nobody cancels is out of reach', async () => {
    const { shared, publisher, lifecycle, elsewhere, run } = twoProcesses();
    const stream = run();
    stream.log.append(startOf('s'));
    await after(200);
    const ask = () =>
      elsewhere.cancel({ streamId: 's', userId: 'lin' }).catch((error: DomainError) => error.code);

    const unheard = ask();
    lifecycle.cutStreams(); // that this process ends does not mean that the turn has
    await after(2500);
    expect(await unheard).toBe('dependency_unavailable');

    shared.members.push({
      piece: () => undefined,
      cancel: () => stream.log.append(CANCELLED),
      forget: () => undefined,
    });
    const heard = ask();
    await after(1000);
    expect(await heard).toBe('cancelled');

    const other = run('t');
    other.log.append(complete(''));
    publisher.publishNow(other);
    await after(0);
    expect(await elsewhere.cancel({ streamId: 't', userId: 'lin' })).toBe('ended');
    await expect(elsewhere.cancel({ streamId: 't', userId: 'max' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
