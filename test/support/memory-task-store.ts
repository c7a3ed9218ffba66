import { TaskStore } from '../../src/tasks/ports/task-store.js';
import type { TrackedTask } from '../../src/tasks/tasks.types.js';

interface Row extends TrackedTask {
  status: 'queued' | 'parked';
  errorCode: string | undefined;
  runAfter: number;
}

/** A task store that can be taken away and can refuse tasks. */
export class MemoryTaskStore extends TaskStore {
  readonly rows = new Map<string, Row>();
  isAvailable = true;
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
    for (const row of due) row.runAfter = Date.now() + leaseMs;
    return due.map(({ id, name, payload, attempts, createdAt }) => ({
      id,
      name,
      payload: JSON.parse(JSON.stringify(payload)) as unknown,
      attempts,
      createdAt,
    }));
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

  private put(task: TrackedTask, status: Row['status'], errorCode?: string): void {
    this.rows.set(task.id, { ...task, status, errorCode, runAfter: Date.now() });
  }

  private check(): void {
    if (!this.isAvailable) throw new Error('the store is away');
  }
}
