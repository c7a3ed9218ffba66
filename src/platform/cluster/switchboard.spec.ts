import type { PrimaryMessage } from './cluster-messages.js';
import { Switchboard } from './switchboard.js';
import { WorkerGroup, type Topic } from './worker-group.js';
import { WorkerLink } from './worker-link.js';

const NAME: Topic<string, string> = { name: 'name' };
const SETTINGS: Topic<object, void> = { name: 'settings' };

/** The real ends of both sides over a channel that delivers in order and copies, as the real one does. */
class Cluster {
  readonly switchboard = new Switchboard();

  async start(id: number, handle: (group: WorkerGroup) => void = () => {}): Promise<WorkerGroup> {
    let hear: (message: PrimaryMessage) => void = () => {};
    const member = {
      id,
      send: (message: PrimaryMessage) => void setImmediate(() => hear(structuredClone(message))),
    };
    const link = new WorkerLink({
      send: (message) => void setImmediate(() => this.switchboard.receive(member, structuredClone(message))),
      onMessage: (listener) => (hear = listener),
    });
    const group = new WorkerGroup();
    group.handle(NAME, (question) => `${question} ${id}`);
    handle(group);
    group.connect(link);
    await group.onApplicationBootstrap();
    return group;
  }
}

describe('workers that ask each other', () => {
  it('get the answers of all, their own included', async () => {
    const cluster = new Cluster();
    const first = await cluster.start(1);
    const second = await cluster.start(2);
    expect((await first.ask(NAME, 'I am')).sort()).toEqual(['I am 1', 'I am 2']);
    expect((await second.ask(NAME, 'so am')).sort()).toEqual(['so am 1', 'so am 2']);
  });

  it('are answered by the process alone where there is no group, faults included', async () => {
    const group = new WorkerGroup();
    group.handle(NAME, (question) => {
      if (question === '') throw new RangeError('empty');
      return question;
    });
    expect(await group.ask(NAME, 'alone')).toEqual(['alone']);
    await expect(group.ask(NAME, '')).rejects.toThrow(RangeError);
  });

  it('wait with a question until they have joined, so that nobody is left out', async () => {
    const cluster = new Cluster();
    await cluster.start(1);
    let early: Promise<string[]> | undefined;
    await cluster.start(2, (group) => {
      setImmediate(() => {
        early = group.ask(NAME, 'early');
      });
    });
    expect((await early)?.sort()).toEqual(['early 1', 'early 2']);
  });

  it('do without one that fails, that dies and that does not answer in a second', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const cluster = new Cluster();
    const first = await cluster.start(1);
    await cluster.start(2, (group) => group.handle(NAME, () => Promise.reject(new Error('cannot'))));
    expect(await first.ask(NAME, 'a')).toEqual(['a 1']);

    await cluster.start(3, (group) => group.handle(NAME, () => new Promise(() => {})));
    const asked = first.ask(NAME, 'b');
    setImmediate(() => setImmediate(() => cluster.switchboard.leave(3)));
    expect(await asked).toEqual(['b 1']);

    await cluster.start(4, (group) =>
      group.handle(NAME, () => {
        setImmediate(() => jest.advanceTimersByTime(1000));
        return new Promise(() => {});
      }),
    );
    expect(await first.ask(NAME, 'c')).toEqual(['c 1']);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('have the same settings in force, those that start later too', async () => {
    const cluster = new Cluster();
    const seen: Record<number, object[]> = { 1: [], 2: [] };
    const first = await cluster.start(1, (group) =>
      group.handle(SETTINGS, (change) => void seen[1]!.push(change)),
    );
    await first.ask(SETTINGS, { cacheEnabled: false, ttlSeconds: { emotion: 5 } });
    await first.ask(SETTINGS, { maxConcurrentRequests: 9, ttlSeconds: { memory: 6 } });
    expect(seen[1]).toHaveLength(2);
    await cluster.start(2, (group) => group.handle(SETTINGS, (change) => void seen[2]!.push(change)));
    expect(seen[2]).toEqual([
      { cacheEnabled: false, maxConcurrentRequests: 9, ttlSeconds: { emotion: 5, memory: 6 } },
    ]);
  });
});
