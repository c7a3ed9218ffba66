import { judge } from './health-report.service.js';
import { toPercent, toSeconds } from './units.js';

describe('judge', () => {
  it.each([
    ['ready', 5, false, 'healthy'],
    ['ready', null, false, 'healthy'],
    ['ready', 5, true, 'degraded'],
    ['ready', 5000, false, 'unhealthy'],
    ['starting', 5, false, 'unhealthy'],
    ['draining', 5, true, 'unhealthy'],
  ] as const)('calls %s with a delay of %p ms and a lost dependency %p %s', (phase, delay, lost, status) => {
    expect(judge(phase, delay, lost)).toBe(status);
  });
});

describe('units', () => {
  it('gives seconds and keeps the unknown unknown', () => {
    expect(toSeconds(1500)).toBe(1.5);
    expect(toSeconds(0.0123)).toBe(0.000012);
    expect(toSeconds(null)).toBeNull();
  });

  it('gives percentages and keeps the unknown unknown', () => {
    expect(toPercent(1, 3)).toBe(33.3);
    expect(toPercent(0, 0)).toBeNull();
  });
});
