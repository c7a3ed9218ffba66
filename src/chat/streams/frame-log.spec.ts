import fc from 'fast-check';
import { complete, startOf, token, wordOf } from '../../../test/support/stream-frames.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import { FrameLog } from './frame-log.js';

function openLog(before = 0) {
  const heard: string[] = [];
  const log = new FrameLog(
    { attended: () => heard.push('attended'), abandoned: () => heard.push('abandoned') },
    before,
  );
  const read = (after: number, pace = new StreamPace()) => {
    const seen = { words: [] as string[], end: undefined as unknown, pace, leave: () => {} };
    const subscription = log.read({ after, pace }).subscribe({
      next: (frame) => seen.words.push(wordOf(frame)),
      error: (error: unknown) => (seen.end = error),
      complete: () => (seen.end = 'complete'),
    });
    seen.leave = () => subscription.unsubscribe();
    return seen;
  };
  return { log, heard, read };
}

/** Lets promises that are settled be heard of. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('FrameLog', () => {
  it('hands a frame to a reader that keeps up before it returns, and completes with the terminal one', () => {
    const { log, read } = openLog();
    const reader = read(0);
    log.append(startOf('s'));
    expect(reader.words).toEqual(['start']);
    log.append(token('a'));
    log.append(complete('a'));
    expect(reader).toMatchObject({ words: ['start', 'a', 'complete'], end: 'complete' });
    log.append(token('late'));
    expect(log.last).toBe(3);
  });

  it('gives whoever comes later what is missing, then goes on live', () => {
    const { log, read } = openLog();
    for (const frame of [startOf('s'), token('a'), token('b')]) log.append(frame);
    const [whole, rest] = [read(0), read(2)];
    log.append(complete('ab'));
    expect(whole.words).toEqual(['start', 'a', 'b', 'complete']);
    expect(rest.words).toEqual(['b', 'complete']);
    expect(read(1).words).toEqual(['a', 'b', 'complete']);
  });

  it('says nothing, and ends, where everything was read', () => {
    const { log, read } = openLog();
    const early = read(9);
    log.append(complete(''));
    expect([early.words, early.end]).toEqual([[], 'complete']);
    expect(read(1)).toMatchObject({ words: [], end: 'complete' });
  });

  it('pauses the turn only while all readers lag, and loses nothing for the slow one', async () => {
    const { log, read } = openLog();
    const [slow, quick] = [read(0), read(0)];
    slow.pace.pause();
    log.append(token('a'));
    expect(log.pace.blocked).toBeUndefined();
    quick.pace.pause();
    log.append(token('b'));
    expect(log.pace.blocked).toBeDefined();
    quick.pace.resume();
    await settled();
    expect(log.pace.blocked).toBeUndefined();
    expect([slow.words, quick.words]).toEqual([[], ['a', 'b']]);
    log.append(complete('ab'));
    slow.pace.resume();
    await settled();
    expect(slow).toMatchObject({ words: ['a', 'b', 'complete'], end: 'complete' });
  });

  it('lets the turn go on when the slow reader leaves', () => {
    const { log, heard, read } = openLog();
    const slow = read(0);
    slow.pace.pause();
    log.append(token('a'));
    expect(log.pace.blocked).toBeDefined();
    slow.leave();
    expect(log.pace.blocked).toBeUndefined();
    expect(heard).toEqual(['attended', 'abandoned']);
  });

  it('tells nobody of a leaving after the end', () => {
    const { log, heard, read } = openLog();
    const reader = read(0);
    log.append(complete(''));
    reader.leave();
    expect(heard).toEqual(['attended']);
  });

  it('passes a refusal on to every reader', () => {
    const { log, read } = openLog();
    const readers = [read(0), read(0)];
    log.fail('refused');
    expect(readers.map(({ end }) => end)).toEqual(['refused', 'refused']);
  });

  it.each([false, true])('is read on, after any frame, as what was left of it (packed: %s)', (isPacked) => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 150, size: 'max' }), (words) => {
        const { log, read } = openLog();
        for (const word of words) log.append(token(word));
        log.append(complete(words.join('')));
        if (isPacked) log.pack();
        const whole = [...words, 'complete'];
        for (let after = 0; after <= whole.length; after += 1) {
          const rest = read(after);
          expect([...whole.slice(0, after), ...rest.words].join('') === whole.join('')).toBe(true);
          expect([rest.words.length, rest.end]).toEqual([whole.length - after, 'complete']);
          expect(log.slice(after, 70).map(wordOf)).toEqual(whole.slice(after, after + 70));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('loses nothing for a reader that lags while it is packed', async () => {
    const { log, read } = openLog();
    const slow = read(0);
    log.append(token('a'));
    slow.pace.pause();
    for (let count = 0; count < 200; count += 1) log.append(token(String(count)));
    log.append(complete(''));
    log.pack();
    expect(slow.words).toEqual(['a']);
    slow.pace.resume();
    await settled();
    expect(slow.words.slice(1, -1)).toEqual(Array.from({ length: 200 }, (_, count) => String(count)));
    expect(slow.end).toBe('complete');
  });

  it('hands a reader that lags the last frame itself: it may be one without a place in the stream', async () => {
    const { log } = openLog();
    const pace = new StreamPace();
    const seen: ChatFrame[] = [];
    log.read({ after: 0, pace }).subscribe((frame) => seen.push(frame));
    pace.pause();
    for (let count = 0; count < 16; count += 1) log.append(token('a'));
    const last = complete('a');
    log.append(last);
    pace.resume();
    await settled();
    expect(seen).toHaveLength(17);
    expect(seen.at(-1)).toBe(last);
  });

  it('is the same for every reader, wherever each begins, whenever it is paused', async () => {
    const step = fc.record({ reader: fc.nat(2), action: fc.constantFrom('frames', 'pause', 'resume') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(5), async (steps, before) => {
        const { log, read } = openLog();
        const said: string[] = [];
        const say = (word: string) => {
          said.push(word);
          log.append(token(word));
        };
        for (let count = 0; count < before; count += 1) say(`before${count}`);
        const readers = [read(0), read(Math.min(1, before)), read(before)];
        for (const [index, { reader, action }] of steps.entries()) {
          if (action === 'frames') for (let count = 0; count < 9; count += 1) say(`${index}/${count}`);
          else readers[reader]!.pace[action]();
          if (index % 3 === 0) await settled();
        }
        log.append(complete(''));
        for (const { pace } of readers) pace.resume();
        await settled();
        const whole = [...said, 'complete'];
        expect(readers.map(({ words }) => words)).toEqual(
          [0, Math.min(1, before), before].map((after) => whole.slice(after)),
        );
      }),
      { numRuns: 60 },
    );
  });
});
