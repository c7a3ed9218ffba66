import { CircuitOpenError, RestingCircuit } from './resting-circuit.js';

const live = new AbortController().signal;

describe('RestingCircuit', () => {
  let now: number;
  let asked: number;
  let circuit: RestingCircuit;

  beforeEach(() => {
    now = 0;
    asked = 0;
    circuit = new RestingCircuit({ what: 'the server', failuresToOpen: 2, restMs: 1000, now: () => now });
  });

  const succeed = () =>
    circuit.run(async () => {
      asked += 1;
      return 'answer';
    }, live);
  const fail = (signal = live) =>
    circuit
      .run(async () => {
        asked += 1;
        throw new Error('down');
      }, signal)
      .catch((error: unknown) => error);
  const open = async () => {
    await fail();
    await fail();
  };

  it('knows nothing of the server before it was asked, then what the last request saw', async () => {
    expect(circuit.healthy).toBeNull();
    await expect(succeed()).resolves.toBe('answer');
    expect(circuit.healthy).toBe(true);
    await fail();
    expect(circuit.healthy).toBe(false);
  });

  it('asks on after a single failure', async () => {
    await fail();
    await expect(succeed()).resolves.toBe('answer');
    await fail();
    await expect(succeed()).resolves.toBe('answer');
  });

  it('leaves the server alone after several, without asking', async () => {
    await open();
    await expect(succeed()).rejects.toThrow(new CircuitOpenError('the server').message);
    expect(asked).toBe(2);
    now = 999;
    await expect(succeed()).rejects.toBeInstanceOf(CircuitOpenError);
  });

  it('lets one request try after the rest, and rests again when it fails', async () => {
    await open();
    now = 1000;
    const [trial, beside] = await Promise.all([fail(), fail()]);
    expect(trial).toMatchObject({ message: 'down' });
    expect(beside).toBeInstanceOf(CircuitOpenError);
    now = 1999;
    await expect(succeed()).rejects.toBeInstanceOf(CircuitOpenError);
    now = 2000;
    await expect(succeed()).resolves.toBe('answer');
    await fail();
    await expect(succeed()).resolves.toBe('answer');
  });

  it('does not blame the server for a caller that leaves', async () => {
    const caller = new AbortController();
    for (let time = 0; time < 3; time += 1) {
      const leaving = new AbortController();
      await circuit
        .run(async () => {
          leaving.abort(new Error('left'));
          leaving.signal.throwIfAborted();
        }, leaving.signal)
        .catch(() => undefined);
    }
    expect(circuit.healthy).toBeNull();
    caller.abort(new Error('left'));
    await expect(circuit.run(async () => (asked += 1), caller.signal)).rejects.toThrow('left');
    expect(asked).toBe(0);
  });
});
