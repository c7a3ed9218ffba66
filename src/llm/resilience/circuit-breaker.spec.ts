import { CircuitBreaker } from './circuit-breaker.js';

function breaker() {
  const clock = { now: 1_000_000 };
  const changes: string[] = [];
  const circuit = new CircuitBreaker(
    { failuresToOpen: 5, silentProbesToOpen: 2, liveTrialIntervalMs: 30_000 },
    (state) => changes.push(state),
    () => clock.now,
  );
  const fail = (times: number) => {
    for (let count = 0; count < times; count += 1) circuit.replyFailed();
  };
  return { circuit, clock, changes, fail };
}

describe('CircuitBreaker', () => {
  it('opens at the fifth failure in a row', () => {
    const { circuit, fail } = breaker();
    fail(4);
    expect(circuit.admit()).toBe(true);
    fail(1);
    expect(circuit.state).toBe('open');
    expect(circuit.admit()).toBe(false);
  });

  it('forgets failures at a whole reply', () => {
    const { circuit, fail } = breaker();
    fail(4);
    circuit.replySucceeded();
    fail(4);
    expect(circuit.state).toBe('closed');
  });

  it('is half open while a probe is on its way, and closes when that finds the server', () => {
    const { circuit, fail, changes } = breaker();
    fail(5);
    circuit.probeStarted();
    expect(circuit.state).toBe('half_open');
    expect(circuit.admit()).toBe(false);
    circuit.probeEnded('up');
    expect(circuit.admit()).toBe(true);
    expect(changes).toEqual(['open', 'half_open', 'closed']);
  });

  it.each(['down', 'refusing'] as const)('stays open when the probe finds the server %s', (result) => {
    const { circuit, fail } = breaker();
    fail(5);
    circuit.probeStarted();
    circuit.probeEnded(result);
    expect(circuit.state).toBe('open');
  });

  it('opens again at the first failure after a probe closed it', () => {
    const { circuit, fail } = breaker();
    fail(5);
    circuit.probeStarted();
    circuit.probeEnded('up');
    fail(1);
    expect(circuit.state).toBe('open');
  });

  it('ends the trial with a whole reply', () => {
    const { circuit, fail } = breaker();
    fail(5);
    circuit.probeStarted();
    circuit.probeEnded('up');
    circuit.replySucceeded();
    fail(4);
    expect(circuit.state).toBe('closed');
  });

  it('is not closed by a probe that began before it opened', () => {
    const { circuit, fail } = breaker();
    circuit.probeStarted();
    fail(5);
    circuit.probeEnded('up');
    expect(circuit.state).toBe('open');
  });

  it('opens after two probes in a row without an answer, so that nobody has to find out', () => {
    const { circuit } = breaker();
    circuit.probeEnded('down');
    circuit.probeEnded('up');
    circuit.probeEnded('down');
    expect(circuit.state).toBe('closed');
    circuit.probeEnded('down');
    expect(circuit.state).toBe('open');
  });

  it('does not open because listing the models is refused', () => {
    const { circuit } = breaker();
    for (let count = 0; count < 10; count += 1) circuit.probeEnded('refusing');
    expect(circuit.state).toBe('closed');
  });

  it('lets one reply try every 30 s when probes keep failing, and closes when it comes whole', () => {
    const { circuit, clock, fail } = breaker();
    fail(5);
    clock.now += 29_999;
    expect(circuit.admit()).toBe(false);
    clock.now += 1;
    expect([circuit.admit(), circuit.admit()]).toEqual([true, false]);
    fail(1);
    clock.now += 30_000;
    expect(circuit.admit()).toBe(true);
    circuit.replySucceeded();
    expect(circuit.state).toBe('closed');
  });
});
