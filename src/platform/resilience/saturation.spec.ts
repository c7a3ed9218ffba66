import { isSaturated } from './saturation.js';

describe('isSaturated', () => {
  it('takes three late seconds in a row for load, and fewer for an accident', () => {
    expect(isSaturated({ recentP95Ms: [], turnsWaiting: 0 })).toBe(false);
    expect(isSaturated({ recentP95Ms: [150, 150], turnsWaiting: 0 })).toBe(false);
    expect(isSaturated({ recentP95Ms: [150, 20, 150], turnsWaiting: 0 })).toBe(false);
    expect(isSaturated({ recentP95Ms: [150, 150, 150], turnsWaiting: 0 })).toBe(true);
  });

  it('believes one late second while turns wait', () => {
    expect(isSaturated({ recentP95Ms: [150, 20, 20], turnsWaiting: 1 })).toBe(true);
  });

  it('lets operations be while turns wait for something that is not this process', () => {
    expect(isSaturated({ recentP95Ms: [2, 2, 2], turnsWaiting: 500 })).toBe(false);
  });
});
