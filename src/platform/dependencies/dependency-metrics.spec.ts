import { Metrics } from '../metrics/metrics.js';
import { DependencyMetrics } from './dependency-metrics.js';
import { DependencyRegistry } from './dependency-registry.js';

describe('DependencyMetrics', () => {
  it('shows each configured dependency as it is when it is scraped, and no other', async () => {
    const dependencies = new DependencyRegistry();
    const metrics = new Metrics();
    new DependencyMetrics(dependencies, metrics);
    let healthy: boolean | null = true;
    dependencies.register('redis', () => ({ healthy }));
    dependencies.register('llm', () => ({ healthy: null }));
    const lines = async () => (await metrics.registry.metrics()).match(/^xinyu_dependency_up.*$/gm);
    expect(await lines()).toEqual(['xinyu_dependency_up{dependency="redis"} 1']);
    healthy = false;
    expect(await lines()).toEqual(['xinyu_dependency_up{dependency="redis"} 0']);
    healthy = null;
    expect(await lines()).toBeNull();
  });
});
