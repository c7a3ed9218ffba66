import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { spawnService, temporaryFolder } from '../support/service.js';

/** More than Node lets wait by itself. */
const CALLERS = 800;
const SYSTEM_LIMIT = '/proc/sys/net/core/somaxconn';
const systemLimit = existsSync(SYSTEM_LIMIT) ? Number(readFileSync(SYSTEM_LIMIT, 'utf8')) : 0;

(systemLimit > CALLERS ? describe : describe.skip)('a burst of connections while the process is busy', () => {
  it('waits in the queue of the system, and everybody is answered', async () => {
    const folder = temporaryFolder();
    const service = await spawnService({ DATA_DIR: folder.path });
    const { port, hostname } = new URL(service.url);
    service.child.kill('SIGSTOP');
    const sockets = Array.from({ length: CALLERS }, () => connect(Number(port), hostname));
    // Not one is accepted yet: those for whom there is no place would hear nothing until the process goes on.
    await Promise.all(sockets.map((socket) => once(socket, 'connect'))).finally(() =>
      service.child.kill('SIGCONT'),
    );
    const answers = await Promise.all(
      sockets.map(async (socket) => {
        socket.write('GET /health/live HTTP/1.1\r\nHost: service\r\nConnection: close\r\n\r\n');
        const [data] = (await once(socket, 'data')) as [Buffer];
        socket.destroy();
        return data.toString('latin1').slice(0, 12);
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 200']));
    expect(await service.end('SIGTERM')).toBe(0);
    folder.remove();
  });
});
