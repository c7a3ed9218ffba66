import { Injectable } from '@nestjs/common';

export type DependencyName =
  'redis' | 'llm' | 'database' | 'cache' | 'embedding' | 'moderation' | 'crisis_model' | 'emotion_model';

export interface DependencyStatus {
  /** `null` when the dependency is not configured, so nobody expects it. */
  healthy: boolean | null;
  /** Facts for the operator, without secrets or message text. */
  details?: Record<string, string | number | boolean | null>;
}

/**
 * What the service knows about the things it depends on. An adapter registers a function that answers from what its
 * own probe last saw: asking never does I/O, so health routes stay fast while a dependency hangs.
 */
@Injectable()
export class DependencyRegistry {
  private readonly reporters = new Map<DependencyName, () => DependencyStatus>();

  register(name: DependencyName, report: () => DependencyStatus): void {
    this.reporters.set(name, report);
  }

  status(name: DependencyName): DependencyStatus {
    return this.reporters.get(name)?.() ?? { healthy: null };
  }

  /** The configured dependencies that are not reachable now. */
  lost(): DependencyName[] {
    return [...this.reporters].flatMap(([name, report]) => (report().healthy === false ? [name] : []));
  }

  all(): Record<DependencyName, DependencyStatus> {
    return {
      redis: this.status('redis'),
      llm: this.status('llm'),
      database: this.status('database'),
      cache: this.status('cache'),
      embedding: this.status('embedding'),
      moderation: this.status('moderation'),
      crisis_model: this.status('crisis_model'),
      emotion_model: this.status('emotion_model'),
    };
  }
}
