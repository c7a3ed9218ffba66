import { Metrics } from '../metrics/metrics.js';
import { StreamRegistry } from './stream-registry.js';

describe('StreamRegistry', () => {
  it('is idle only once the last stream is closed', async () => {
    const registry = new StreamRegistry(new Metrics());
    registry.open('a', 'sse');
    registry.open('b', 'websocket');
    let idle = false;
    const waiting = registry.whenIdle().then(() => (idle = true));
    registry.close('a');
    await Promise.resolve();
    expect(idle).toBe(false);
    registry.close('b');
    await waiting;
    expect(registry.size).toBe(0);
    await expect(registry.whenIdle()).resolves.toBeUndefined();
  });

  it('shows what the owner of a stream writes into its record', () => {
    const registry = new StreamRegistry(new Metrics());
    registry.open('a', 'sse').characters = 12;
    expect(registry.active().get('a')).toMatchObject({ transport: 'sse', phase: 'waiting', characters: 12 });
  });
});
