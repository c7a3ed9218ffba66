import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from '../../support/client.js';
import { FaultProxy } from './fault-proxy.js';

/** Collects what a socket receives, piece by piece. */
function listenTo(socket: Socket): { pieces: Buffer[]; text(): string } {
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  socket.on('error', () => undefined);
  return { pieces, text: () => Buffer.concat(pieces).toString() };
}

/** However it ended: `once` would reject where it ended with an error. */
const closing = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

describe('FaultProxy', () => {
  let echo: Server;
  let echoed: Socket[];
  let proxy: FaultProxy;
  let clients: Socket[];

  beforeEach(async () => {
    echoed = [];
    clients = [];
    echo = createServer((socket) => {
      echoed.push(socket);
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await FaultProxy.start((echo.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const socket of [...clients, ...echoed]) socket.destroy();
    await proxy.close();
    echo.close();
  });

  const open = async () => {
    const socket = connect(proxy.port, '127.0.0.1');
    clients.push(socket);
    const heard = listenTo(socket);
    await once(socket, 'connect');
    return { socket, heard };
  };
  const untilHeard = (heard: { text(): string }, text: string) =>
    eventually(() => heard.text() === text || undefined, `hearing ${text.slice(0, 20)}`);

  it('passes bytes and the end of a connection both ways', async () => {
    const { socket, heard } = await open();
    socket.end('你好');
    await once(socket, 'close');
    expect(heard.text()).toBe('你好');
    await eventually(() => proxy.open === 0 || undefined, 'the link is forgotten');
  });

  it('delays without reordering, and stops delaying when told', async () => {
    const { socket, heard } = await open();
    proxy.set({ latencyMs: 60, jitterMs: 30 }, ['toTarget']);
    const startedAt = performance.now();
    for (const piece of ['1', '2', '3', '4', '5']) {
      socket.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await untilHeard(heard, '12345');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
    await proxy.heal();
    socket.write('6');
    await untilHeard(heard, '123456');
  });

  it('keeps to its bandwidth', async () => {
    const { socket, heard } = await open();
    proxy.set({ bytesPerSecond: 1000, sliceBytes: 10 }, ['toClient']);
    const startedAt = performance.now();
    socket.write('x'.repeat(200));
    await untilHeard(heard, 'x'.repeat(200));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(185);
  });

  it('cuts what is sent into slices', async () => {
    const { socket, heard } = await open();
    proxy.set({ sliceBytes: 3, latencyMs: 1, bytesPerSecond: 3000 }, ['toClient']);
    socket.write('一二三四');
    await untilHeard(heard, '一二三四');
    expect(Math.max(...heard.pieces.map(({ length }) => length))).toBeLessThan(12);
  });

  it('holds everything in a black hole, new connections too, and lets it through afterwards', async () => {
    const { socket, heard } = await open();
    socket.write('a');
    await untilHeard(heard, 'a');
    proxy.blackHole();
    socket.write('b');
    const late = await open();
    late.socket.write('c');
    await eventually(() => socket.bytesWritten === 2 || undefined, 'b was sent');
    expect([heard.text(), late.heard.text()]).toEqual(['a', '']);
    await proxy.heal();
    await Promise.all([untilHeard(heard, 'ab'), untilHeard(late.heard, 'c')]);
  });

  it('resets what is open and what comes, until it heals', async () => {
    const { socket } = await open();
    const closed = closing(socket);
    proxy.reset();
    await closed;
    const refused = connect(proxy.port, '127.0.0.1');
    refused.on('error', () => undefined);
    refused.resume();
    await closing(refused);
    await proxy.heal();
    const after = await open();
    after.socket.write('back');
    await untilHeard(after.heard, 'back');
    expect(proxy.open).toBe(1);
  });

  it('refuses connections while it is down and listens on the same port afterwards', async () => {
    const { port } = proxy;
    await proxy.goDown();
    const refused = connect(port, '127.0.0.1');
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await proxy.heal();
    expect(proxy.port).toBe(port);
    await open();
  });

  it('leaves clients with half a connection: no end is heard, and nothing comes back', async () => {
    const { socket, heard } = await open();
    socket.write('a');
    await untilHeard(heard, 'a');
    const targetClosed = once(echoed[0]!, 'close');
    proxy.halfOpen();
    await targetClosed;
    socket.write('b');
    const whole = await open();
    whole.socket.write('c');
    await untilHeard(whole.heard, 'c');
    expect({ text: heard.text(), closed: socket.destroyed }).toEqual({ text: 'a', closed: false });
  });

  it('stops reading where the other side reads nothing', async () => {
    const { socket } = await open();
    proxy.blackHole();
    const block = Buffer.alloc(1024 * 1024);
    let sent = 0;
    while (sent < 64 && socket.write(block)) sent += 1;
    socket.write(Buffer.alloc(64 * 1024 * 1024));
    expect(socket.writableLength).toBeGreaterThan(0);
    await eventually(() => echoed.length === 1 || undefined, 'the target was met');
    expect(echoed[0]!.bytesRead).toBe(0);
  });
});
