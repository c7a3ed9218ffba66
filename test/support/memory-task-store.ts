import { TaskStore } from '../../src/tasks/ports/task-store.js';
import type { ParkedTask, StoredTaskFigures, TrackedTask } from '../../src/tasks/tasks.types.js';

interface Row extends TrackedTask {
  status: 'queued' | 'parked';
  errorCode: string | undefined;
  runAfter: number;
}

/** A task store that can be taken away and can refuse tasks. */
export class MemoryTaskStore extends TaskStore {
  readonly rows = new Map<string, Row>();
  isAvailable = true;
  /** Whether no other process can have taken a task that is leased. */
  exclusive = false;
  /** What its methods throw while it takes itself for available. */
  fault: Error | undefined;
  refuse: (task: TrackedTask) => boolean = () => false;
  private readonly listeners: (() => void)[] = [];

  get available(): boolean {
    return this.isAvailable;
  }

  onAvailable(listener: () => void): void {
    this.listeners.push(listener);
  }

  comeBack(): void {
    this.isAvailable = true;
    for (const listener of this.listeners) listener();
  }

  async save(tasks: readonly TrackedTask[]): Promise<void> {
    this.check();
    for (const task of tasks) if (this.refuse(task)) throw new Error('refused');
    for (const task of tasks) this.put(task, 'queued');
  }

  async park(task: TrackedTask, errorCode: string): Promise<void> {
    this.check();
    this.put(task, 'parked', errorCode);
  }

  async claim(names: readonly string[], limit: number, leaseMs: number): Promise<TrackedTask[]> {
    this.check();
    const due = [...this.rows.values()]
      .filter(
        ({ status, name, runAfter }) => status === 'queued' && names.includes(name) && runAfter <= Date.now(),
      )
      .sort((a, b) => a.runAfter - b.runAfter)
      .slice(0, limit);
    return due.map((row) => {
      row.runAfter = Date.now() + leaseMs;
      row.attempts += 1;
      const { id, name, payload, attempts, createdAt } = row;
      const copy = JSON.parse(JSON.stringify(payload)) as unknown;
      return { id, name, payload: copy, attempts: attempts - 1, createdAt };
    });
  }

  async extend(ids: readonly string[], leaseMs: number): Promise<void> {
    this.check();
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) row.runAfter = Date.now() + leaseMs;
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.check();
    for (const id of ids) this.rows.delete(id);
  }

  async releaseAbandoned(storedBefore: Date): Promise<void> {
    this.check();
    if (!this.exclusive) return;
    for (const row of this.rows.values()) {
      if (row.createdAt < storedBefore) row.runAfter = Math.min(row.runAfter, Date.now());
    }
  }

  async figures(): Promise<StoredTaskFigures[]> {
    this.check();
    const names = [...new Set([...this.rows.values()].map(({ name }) => name))].sort();
    return names.map((name) => {
      const queued = this.withStatus('queued', name);
      const ages = queued.map(({ createdAt }) => (Date.now() - createdAt.getTime()) / 1000);
      return {
        name,
        queued: queued.length,
        parked: this.withStatus('parked', name).length,
        oldestAgeSeconds: ages.length === 0 ? null : Math.max(...ages),
      };
    });
  }

  async parked(limit: number): Promise<ParkedTask[]> {
    this.check();
    return this.withStatus('parked', undefined)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, limit)
      .map(({ id, name, attempts, errorCode = null, createdAt }) => ({
        id,
        name,
        attempts,
        errorCode,
        createdAt,
      }));
  }

  async retryParked(name: string | undefined): Promise<number> {
    this.check();
    const parked = this.withStatus('parked', name);
    for (const row of parked) Object.assign(row, { status: 'queued', attempts: 0, runAfter: Date.now() });
    return parked.length;
  }

  async removeParked(name: string | undefined): Promise<number> {
    this.check();
    const parked = this.withStatus('parked', name);
    for (const { id } of parked) this.rows.delete(id);
    return parked.length;
  }

  private withStatus(status: Row['status'], name: string | undefined): Row[] {
    return [...this.rows.values()].filter(
      (row) => row.status === status && (name === undefined || row.name === name),
    );
  }

  private put(task: TrackedTask, status: Row['status'], errorCode?: string): void {
    const { leasedUntil, ...rest } = task;
    // What was taken out of the store and is not there any more was removed.
    if (leasedUntil !== undefined && !this.rows.has(task.id)) return;
    this.rows.set(task.id, { ...rest, status, errorCode, runAfter: Date.now() });
  }

  private check(): void {
    if (!this.isAvailable) throw new Error('the store is away');
    if (this.fault) throw this.fault;
  }
}
