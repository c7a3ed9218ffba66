import { EventEmitter } from 'node:events';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { SocketSession, type TurnClaim } from './socket-session.js';

/** The few parts of a `ws` socket a session uses; it takes what was sent only when told to. */
class ScriptedSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  pings = 0;
  terminated = false;
  readonly sent: string[] = [];
  private readonly waiting: { bytes: number; taken: (() => void) | undefined }[] = [];

  send(text: string, taken?: () => void): void {
    this.sent.push(text);
    const bytes = Buffer.byteLength(text);
    this.bufferedAmount += bytes;
    this.waiting.push({ bytes, taken });
  }

  take(): void {
    const next = this.waiting.shift();
    if (!next) return;
    this.bufferedAmount -= next.bytes;
    next.taken?.();
  }

  ping(): void {
    this.pings += 1;
  }

  close(): void {
    this.readyState = 2;
  }

  terminate(): void {
    this.terminated = true;
  }
}

const open = () => {
  const socket = new ScriptedSocket();
  const options = { chunkBytes: 150, bufferBytes: 100 };
  return { socket, session: new SocketSession(socket as unknown as WebSocket, options) };
};
function claimed(session: SocketSession, requestId: string): TurnClaim {
  const claim = session.claim(requestId);
  if (!claim) throw new Error(`${requestId} is taken`);
  return claim;
}

describe('SocketSession', () => {
  it.each([
    ['letters', 'x'.repeat(101)],
    ['Chinese', '好'.repeat(34)],
  ])('pauses every turn while its client lags and resumes them once it caught up (%s)', async (_, text) => {
    const { socket, session } = open();
    const [one, two] = [claimed(session, 'one'), claimed(session, 'two')];
    session.send(text);
    await endOfTurn();
    expect([one.pace.blocked, two.pace.blocked]).toEqual([expect.any(Promise), expect.any(Promise)]);
    const resumed = one.pace.blocked;
    socket.take();
    await resumed;
    expect([one.pace.blocked, two.pace.blocked]).toEqual([undefined, undefined]);
  });

  it('sends at the end of a turn of the event loop, in order, and earlier what would pile up', async () => {
    const { socket, session } = open();
    const { pace } = claimed(session, 'one');
    session.send('a');
    session.send('b');
    expect(socket.sent).toEqual([]);
    session.send('c'.repeat(150));
    expect(socket.sent).toEqual(['a', 'b']);
    expect(pace.blocked).toBeUndefined();
    session.send('d');
    expect(pace.blocked).toBeDefined();
    await endOfTurn();
    expect(socket.sent).toEqual(['a', 'b', 'c'.repeat(150), 'd']);
  });

  it('sends what it has before it closes', () => {
    const { socket, session } = open();
    session.send('x');
    session.close(1001);
    expect([socket.sent, socket.readyState]).toEqual([['x'], 2]);
  });

  it('drops a client that took nothing for the whole patience, and none that is owed nothing', async () => {
    const { socket, session } = open();
    session.dropIfStuck(performance.now() + 60_000, 30_000);
    expect(socket.terminated).toBe(false);
    session.send('x');
    await endOfTurn();
    session.dropIfStuck(performance.now() + 29_000, 30_000);
    expect(socket.terminated).toBe(false);
    session.dropIfStuck(performance.now() + 31_000, 30_000);
    expect(socket.terminated).toBe(true);
  });

  it('drops a peer that does not answer a ping, and keeps one that does', () => {
    const { socket, session } = open();
    session.beat();
    socket.emit('pong');
    session.beat();
    expect(socket.terminated).toBe(false);
    session.beat();
    expect(socket).toMatchObject({ terminated: true, pings: 2 });
  });

  it('does not ping a client that is still owed bytes: the answer would wait behind them', async () => {
    const { socket, session } = open();
    session.send('x');
    await endOfTurn();
    session.beat();
    session.beat();
    expect(socket).toMatchObject({ terminated: false, pings: 0 });
  });

  it('forgets a turn that ended, cancels one that runs, and ends all when the peer is gone', () => {
    const { session } = open();
    const [ended, cancelled] = [claimed(session, 'ended'), claimed(session, 'cancelled')];
    ended.subscription.unsubscribe();
    session.cancel('cancelled');
    session.cancel('unknown');
    expect(cancelled.cancel.signal.aborted).toBe(true);
    expect(session.runningTurns).toBe(1);
    session.end();
    expect([cancelled.subscription.closed, session.runningTurns]).toEqual([true, 0]);
  });

  it('gives an id to one turn at a time, and another one to be refused under', () => {
    const { session } = open();
    const first = claimed(session, 'a');
    const second = claimed(session, 'a');
    expect(second).toMatchObject({ refusal: { code: 'invalid_request' } });
    expect(second.requestId).not.toBe('a');
    first.subscription.unsubscribe();
    expect(session.claim('a')).toMatchObject({ requestId: 'a', refusal: undefined });
  });

  it('gives no second place to a turn that is asked again while it runs', () => {
    const { session } = open();
    const first = session.claim('a', 'one request');
    expect(session.claim('a', 'one request')).toBeUndefined();
    expect(session.claim('a', 'another one')).toMatchObject({ refusal: { code: 'invalid_request' } });
    expect(session.claim('a')).toMatchObject({ refusal: { code: 'invalid_request' } });
    first?.subscription.unsubscribe();
    expect(session.claim('a', 'one request')).toMatchObject({ requestId: 'a', refusal: undefined });
  });

  it('remembers what an id was for, once its turn ran, and only where the id is a key', () => {
    const { session } = open();
    const end = (requestId: string, fingerprint?: string, ran = true) => {
      const claim = session.claim(requestId, fingerprint);
      if (claim && ran) session.remember(claim);
      claim?.subscription.unsubscribe();
      return claim?.refusal?.code;
    };
    expect(end('refused', 'one request', false)).toBeUndefined();
    expect(end('refused', 'another one')).toBeUndefined();
    expect(end('ran', 'one request')).toBeUndefined();
    expect(end('ran', 'another one')).toBe('idempotency_conflict');
    expect(end('ran', 'one request')).toBeUndefined();
    expect([end('no key'), end('no key')]).toEqual([undefined, undefined]);
    for (let index = 0; index < 256; index += 1) end(`later-${index}`, 'one request');
    expect(end('ran', 'another one')).toBeUndefined();
  });

  it('remembers a cancel that overtook its turn, for that turn alone', () => {
    const { session } = open();
    session.cancel('early');
    const early = claimed(session, 'early');
    expect(early.cancel.signal.aborted).toBe(true);
    early.subscription.unsubscribe();
    expect(claimed(session, 'early').cancel.signal.aborted).toBe(false);
  });

  it('sends nothing to a socket that is closing, or closes before the message leaves', async () => {
    const { socket, session } = open();
    session.send('x');
    socket.readyState = 2;
    session.send('x');
    await endOfTurn();
    expect(socket.sent).toEqual([]);
  });
});
