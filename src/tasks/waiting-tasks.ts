import type { TrackedTask } from './tasks.types.js';

/** Tasks that have not begun: those that may begin now, in their order, and those that wait for their next attempt. */
export class WaitingTasks {
  private readonly ready = new Set<TrackedTask>();
  private readonly delayed = new Map<TrackedTask, NodeJS.Timeout>();

  /** @param onReady called when a task may begin. */
  constructor(private readonly onReady: () => void) {}

  get size(): number {
    return this.ready.size + this.delayed.size;
  }

  all(): TrackedTask[] {
    return [...this.ready, ...this.delayed.keys()];
  }

  add(task: TrackedTask): void {
    this.ready.add(task);
    this.onReady();
  }

  addLater(task: TrackedTask, delayMs: number): void {
    const timer = setTimeout(() => this.resume(task), delayMs);
    timer.unref();
    this.delayed.set(task, timer);
  }

  /** Takes the next one that may begin. */
  next(): TrackedTask | undefined {
    const [task] = this.ready;
    if (task) this.ready.delete(task);
    return task;
  }

  /** Nobody waits for a next attempt any longer. */
  resumeAll(): void {
    for (const task of [...this.delayed.keys()]) this.resume(task);
  }

  takeAll(): TrackedTask[] {
    const tasks = this.all();
    for (const timer of this.delayed.values()) clearTimeout(timer);
    this.ready.clear();
    this.delayed.clear();
    return tasks;
  }

  private resume(task: TrackedTask): void {
    clearTimeout(this.delayed.get(task));
    if (this.delayed.delete(task)) this.add(task);
  }
}
