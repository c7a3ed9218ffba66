import { requestJson } from '../../support/client.js';
import type { ServiceProcess } from '../../support/service.js';
import type { Conversation, Kept } from './history-checker.js';

/** The names that `/performance/health` and `degraded` give to what the service depends on. */
export type CheckName = 'redis' | 'database' | 'llm';

/** What operators and people can see of a running service. */
export class ServiceView {
  constructor(private readonly service: ServiceProcess) {}

  get url(): string {
    return this.service.url;
  }

  async health(): Promise<{ status: string; checks: Record<CheckName, boolean | null> }> {
    const { body } = await requestJson(`${this.url}/performance/health`);
    return body as { status: string; checks: Record<CheckName, boolean | null> };
  }

  /** The sum of a metric's samples that carry these labels; undefined where there is none. */
  async metric(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const samples = text.split('\n').flatMap((line) => {
      const [, found, inBraces = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const fits = found === name && wanted.every((label) => inBraces.split(',').includes(label));
      return fits ? [Number(value)] : [];
    });
    return samples.length === 0 ? undefined : samples.reduce((sum, value) => sum + value, 0);
  }

  /** Where the log ends now. */
  get logEnd(): number {
    return this.service.output().length;
  }

  logged(text: string, since: number): boolean {
    return this.service.output().slice(since).includes(text);
  }

  /** A session as its owner reads it; nothing where the service knows of none. */
  async history({ user, session }: Pick<Conversation, 'user' | 'session'>): Promise<Kept[]> {
    const { status, body } = await requestJson(
      `${this.url}/chat/sessions/${session}/history?user_id=${user}&limit=1000`,
    );
    if (status === 404) return [];
    if (status !== 200) throw new Error(`the history of ${session} was answered with ${status}`);
    return (body.messages as Kept[]).map(({ role, content }) => ({ role, content }));
  }
}
