import fc from 'fast-check';
import { sideBySide } from './side-by-side.js';

describe('sideBySide', () => {
  it('starts work in order, never more than the limit at once, and gives each its own result', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ ticks: fc.integer({ min: 1, max: 5 }), fails: fc.boolean() }), {
          maxLength: 12,
        }),
        async (limit, jobs) => {
          const run = sideBySide(limit);
          const started: number[] = [];
          let running = 0;
          let most = 0;
          const results = await Promise.allSettled(
            jobs.map(({ ticks, fails }, index) =>
              run(async () => {
                started.push(index);
                running += 1;
                most = Math.max(most, running);
                for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
                running -= 1;
                if (fails) throw new Error(String(index));
                return index;
              }),
            ),
          );
          expect(started).toEqual(jobs.map((_job, index) => index));
          expect(most).toBe(Math.min(limit, jobs.length)); // each takes a tick at least
          results.forEach((result, index) =>
            expect(result).toMatchObject(
              jobs[index]!.fails ? { reason: { message: String(index) } } : { value: index },
            ),
          );
        },
      ),
    );
  });
});
