import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Another process works on the same DATA_DIR; two would damage the files. */
export class DataDirInUseError extends Error {
  constructor(dataDir: string, holder: string) {
    super(
      `DATA_DIR ${dataDir} is in use by ${holder}: stop it, or give this process its own DATA_DIR (or a DATABASE_URL)`,
    );
    this.name = 'DataDirInUseError';
  }
}

/** Fields of /proc/<pid>/stat, counted from behind the command: the state (Z: a zombie) and the time of the start. */
const STATE = 0;
const START_TIME = 19;
const ENDED_STATES = new Set(['Z', 'X', 'x']);

interface Holder {
  token: string;
  host: string;
  pid: number;
  /** Start of the process in kernel ticks: tells a reused pid apart. `null` where /proc does not exist. */
  started: string | null;
}

/** How often a living holder touches its lock. */
const TOUCH_MS = 5000;
/** A holder on another host (a container that was replaced) counts as dead after this silence. */
const SILENCE_MS = 15_000;
/** Two processes that judged the same lock stale in the same instant: the later rename wins, the earlier one sees it. */
const SETTLE_MS = 50;

const heldHere = new Set<string>();

/**
 * A lock file that names its holder. A crash leaves it behind, so a lock whose holder is gone is taken over.
 * @throws {DataDirInUseError}
 */
export class DataDirLock {
  private touching: NodeJS.Timeout | undefined;

  private constructor(
    private readonly path: string,
    private readonly token: string,
  ) {}

  static async acquire(path: string, dataDir: string): Promise<DataDirLock> {
    const lock = new DataDirLock(path, randomUUID());
    const deadline = Date.now() + SILENCE_MS + TOUCH_MS;
    for (;;) {
      const holder = readHolder(path);
      const state = holder === undefined ? 'free' : judge(path, holder);
      if (state === 'free' && (await lock.take())) return lock;
      if (holder !== undefined && (state === 'alive' || Date.now() > deadline)) {
        throw new DataDirInUseError(dataDir, `process ${holder.pid} on ${holder.host}`);
      }
      await sleep(state === 'free' ? SETTLE_MS : 500);
    }
  }

  release(): void {
    clearInterval(this.touching);
    heldHere.delete(this.path);
    if (readHolder(this.path)?.token === this.token) rmSync(this.path, { force: true });
  }

  private async take(): Promise<boolean> {
    const holder: Holder = {
      token: this.token,
      host: hostname(),
      pid: process.pid,
      started: startOf(process.pid),
    };
    const draft = `${this.path}.${this.token}`;
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    renameSync(draft, this.path);
    await sleep(SETTLE_MS);
    if (readHolder(this.path)?.token !== this.token) return false;
    heldHere.add(this.path);
    this.touching = setInterval(() => this.touch(), TOUCH_MS).unref();
    return true;
  }

  private touch(): void {
    if (readHolder(this.path)?.token === this.token) utimesSync(this.path, new Date(), new Date());
  }
}

function judge(path: string, holder: Holder): 'free' | 'alive' | 'unknown' {
  if (holder.host === hostname()) {
    if (holder.pid === process.pid) return heldHere.has(path) ? 'alive' : 'free';
    return isRunning(holder) ? 'alive' : 'free';
  }
  const touchedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touchedAt > SILENCE_MS ? 'free' : 'unknown';
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // A process that was killed has a number until its parent asks how it ended, which may be never.
  if (ENDED_STATES.has(statOf(pid)[STATE] ?? '')) return false;
  return started === null || startOf(pid) === started;
}

function startOf(pid: number): string | null {
  return statOf(pid)[START_TIME] ?? null;
}

/** The fields of /proc/<pid>/stat behind the command, which may hold blanks; none where there is no such file. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // No lock, or one that a full disk left empty: nobody holds it.
    return undefined;
  }
}
