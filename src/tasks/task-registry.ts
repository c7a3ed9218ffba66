import type { TaskHandler, TaskOptions, TaskRegistration } from './tasks.types.js';

/** Which tasks this process can run, and how. */
export class TaskRegistry {
  private readonly registrations = new Map<string, TaskRegistration>();

  get names(): string[] {
    return [...this.registrations.keys()];
  }

  has(name: string): boolean {
    return this.registrations.has(name);
  }

  get(name: string): TaskRegistration {
    const registration = this.registrations.get(name);
    if (registration === undefined) throw new Error(`no handler is registered for task ${name}`);
    return registration;
  }

  add(name: string, handler: TaskHandler, options: TaskOptions): void {
    if (this.registrations.has(name)) throw new Error(`task ${name} is registered twice`);
    this.registrations.set(name, {
      attempts: 5,
      timeoutMs: 30_000,
      backoffMs: 500,
      whenGivenUp: 'park',
      ...options,
      handler,
    });
  }
}
