import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirInUseError, DataDirLock } from './data-dir.lock.js';

describe('DataDirLock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xinyu-lock-'));
    path = join(folder, 'pglite.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (holder: object) => writeFileSync(path, JSON.stringify(holder));
  const acquired = async () => {
    const lock = await DataDirLock.acquire(path, folder);
    lock.release();
    return !existsSync(path);
  };

  it('is held by one at a time and names the folder and the holder', async () => {
    const lock = await DataDirLock.acquire(path, folder);
    const second = DataDirLock.acquire(path, folder);
    await expect(second).rejects.toThrow(DataDirInUseError);
    await expect(second).rejects.toThrow(`DATA_DIR ${folder} is in use by process ${process.pid}`);
    lock.release();
    expect(await acquired()).toBe(true);
  });

  it('respects a living process of this host', async () => {
    write({ token: 'x', host: hostname(), pid: process.ppid, started: null });
    await expect(DataDirLock.acquire(path, folder)).rejects.toThrow(`process ${process.ppid}`);
  });

  it('takes over from a process that is gone, also when its pid was given to another', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    write({ token: 'x', host: hostname(), pid: gone, started: null });
    expect(await acquired()).toBe(true);
    write({ token: 'x', host: hostname(), pid: process.ppid, started: '1' });
    expect(await acquired()).toBe(true);
    write({ token: 'x', host: hostname(), pid: process.pid, started: '1' });
    expect(await acquired()).toBe(true);
  });

  (existsSync('/proc/self/stat') ? it : it.skip)(
    'takes over from a killed process that nobody reaped',
    async () => {
      // What the shell becomes does not know of the child, so it stays a zombie.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        const [line] = (await once(parent.stdout, 'data')) as [Buffer];
        const pid = Number(line.toString());
        const stateOf = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
        while (stateOf() !== 'Z') await new Promise((resolve) => setImmediate(resolve));
        write({ token: 'x', host: hostname(), pid, started: null });
        expect(await acquired()).toBe(true);
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  it('takes over from another host that was silent, and from a file that says nothing', async () => {
    write({ token: 'x', host: 'replaced-container', pid: 1, started: null });
    utimesSync(path, new Date(0), new Date(0));
    expect(await acquired()).toBe(true);
    writeFileSync(path, '');
    expect(await acquired()).toBe(true);
  });

  it('leaves a lock alone that someone else has taken since', async () => {
    const lock = await DataDirLock.acquire(path, folder);
    write({ token: 'other', host: 'elsewhere', pid: 1, started: null });
    lock.release();
    expect(existsSync(path)).toBe(true);
  });
});
