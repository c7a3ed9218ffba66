import { TurnLatencyWindow } from './turn-latency-window.js';

describe('TurnLatencyWindow', () => {
  it('knows nothing without turns', () => {
    expect(new TurnLatencyWindow().snapshot(0)).toEqual({ samples: 0, p95Ms: null });
  });

  it('takes the 95th percentile of what ended within its window and forgets the rest', () => {
    const window = new TurnLatencyWindow();
    for (let ms = 1; ms <= 100; ms += 1) window.record(ms, 1000);
    window.record(9999, 30_000);
    expect(window.snapshot(1000)).toEqual({ samples: 101, p95Ms: 96 });
    expect(window.snapshot(31_000)).toEqual({ samples: 1, p95Ms: 9999 });
    expect(window.snapshot(60_000)).toEqual({ samples: 0, p95Ms: null });
  });

  it('stays bounded under a flood', () => {
    const window = new TurnLatencyWindow();
    for (let index = 0; index < 10_000; index += 1) window.record(index, 0);
    expect(window.snapshot(0).samples).toBe(1000);
  });
});
