import { setTimeout as delay } from 'node:timers/promises';
import { ConcurrencyLimiter } from '../../src/platform/resilience/concurrency-limiter.js';
import { eventually, tell, type Told } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { startService } from '../support/service.js';

const REPLY = { tokens: Array.from({ length: 20 }, () => '好'), gapMs: 10 };

class Gate {
  open = () => {};
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** While no running turn can end: help that waited for a place would never come. */
async function expectHelp(url: string): Promise<void> {
  const crisis = await tell(url, { message: '我不想活了', user_id: 'urgent' });
  expect(crisis.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'medium' });
  expect(crisis.last).toMatchObject({ type: 'complete' });
}

describe('load with the default limits', () => {
  it('serves 50 at once, lets 150 more wait or refuses them with Retry-After, and answers a crisis among them', async () => {
    const places = new Gate();
    const model = await ModelServer.start({ ...REPLY, held: places.opened });
    const service = await startService({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' });
    try {
      const turns = Array.from({ length: 200 }, (_, index) =>
        tell(service.url, { message: `你好${index}`, user_id: `user${index}` }),
      );
      await model.chatRequest(50);
      await expectHelp(service.url);
      places.open();
      const all = await Promise.all(turns);

      const served = all.filter((told) => told.status === 200);
      const refused = all.filter((told) => told.status !== 200);
      expect(served.length).toBeGreaterThanOrEqual(50);
      expect(served.every((told) => told.last?.type === 'complete' && told.text === '好'.repeat(20))).toBe(
        true,
      );
      expect(
        refused.every(
          (told) => told.status === 503 && told.problem?.code === 'overloaded' && Number(told.retryAfter) > 0,
        ),
      ).toBe(true);
    } finally {
      places.open();
      await service.stop();
      await model.stop();
    }
  }, 90_000);

  it("serves ten people and a crisis while one user's flood of 250 waits for itself", async () => {
    const places = new Gate();
    const model = await ModelServer.start({ ...REPLY, held: places.opened });
    const service = await startService({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' });
    try {
      let isOver = false;
      /** Comes again as soon as it may, until all is over. */
      const insist = async (message: string): Promise<Told> => {
        const told = await tell(service.url, { message, user_id: 'flood' });
        if (told.status === 200 || isOver) return told;
        await delay(1000 * Number(told.retryAfter));
        return insist(message);
      };
      const flood = Array.from({ length: 250 }, (_, index) => insist(`洪水${index}`));
      const limiter = service.app.get(ConcurrencyLimiter);
      const isFlooded = () => {
        const { running, limit, waiting } = limiter.stats();
        return running >= limit && waiting >= 100;
      };
      await eventually(isFlooded, 'the flood', 60_000);
      await expectHelp(service.url);
      const before = model.chatRequests.length;
      const { waiting } = limiter.stats();
      const others = Array.from({ length: 10 }, (_, index) =>
        tell(service.url, { message: `别人${index}`, user_id: `other${index}` }),
      );
      await eventually(() => limiter.stats().waitingCallers === 11, 'ten others wait beside the flood');
      places.open();

      for (const told of await Promise.all(others)) {
        expect(told).toMatchObject({ status: 200, text: '好'.repeat(20), last: { type: 'complete' } });
      }
      const asked = model.chatRequests.map(({ body }) => body?.messages?.at(-1)?.content ?? '');
      const positions = asked.flatMap((message, index) => (message.startsWith('别人') ? index : []));
      expect(positions).toHaveLength(10);
      // In the order of arrival all ten would come behind those who waited.
      expect(Math.max(...positions) - before).toBeLessThan(waiting);
      isOver = true;
      for (const told of await Promise.all(flood)) {
        if (told.status === 200) expect(told.last).toMatchObject({ type: 'complete' });
        else expect(told).toMatchObject({ status: 503, problem: { code: 'overloaded' } });
      }
    } finally {
      places.open();
      await service.stop();
      await model.stop();
    }
  }, 120_000);

  it('refuses with Retry-After those who waited half the request timeout', async () => {
    const model = await ModelServer.start({ fault: 'stall', failAfter: 1 });
    const service = await startService({
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      MAX_CONCURRENT_REQUESTS: '2',
      REQUEST_TIMEOUT: '1',
      LLM_TIMEOUT: '3',
    });
    try {
      const turns = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          tell(service.url, { message: `你好${index}`, user_id: `u${index}` }),
        ),
      );
      const refused = turns.filter((told) => told.status === 503);
      expect(refused).toHaveLength(3);
      expect(refused.every((told) => Number(told.retryAfter) > 0)).toBe(true);
    } finally {
      await service.stop();
      await model.stop();
    }
  }, 60_000);
});
