import type { CheckName } from './service-view.js';
import { LIMITS_MS, type World } from './world.js';

export type Dependency = 'model' | 'redis' | 'postgres';

/** The name of each dependency in `degraded` and in the health report. */
export const CODES = {
  model: 'llm',
  redis: 'redis',
  postgres: 'database',
} as const satisfies Record<Dependency, CheckName>;

/** Who wrote the reply: `closed` is the model's, broken off and closed by the companion with one sentence. */
export type ReplyKind = 'model' | 'companion' | 'closed' | 'model or companion';

/** What a person may wait for, beyond what a calm turn takes. */
export const DEADLINES = {
  none: { name: 'no wait', ms: 0 },
  pace: { name: "the model's pace", ms: 1500 },
  'first token': { name: '`LLM_FIRST_TOKEN_TIMEOUT` to the first token', ms: LIMITS_MS.firstToken },
  reply: { name: '`LLM_TIMEOUT` to the end', ms: LIMITS_MS.reply },
  redis: { name: '50 ms, once', ms: 50 },
  statements: { name: "the database's pace", ms: 500 },
  database: { name: '`DATABASE_TIMEOUT`, until it is known', ms: LIMITS_MS.database },
} as const;

/** How the service comes back: longest time from the end of the fault, or from its start where it passes by itself. */
export const RECOVERY_MS: Record<Dependency, number> = { model: 10_000, redis: 5000, postgres: 5000 };

export interface Metric {
  name: string;
  labels: Record<string, string>;
}

/** One dependency × one fault: what is done, and what must be seen of it. */
export interface MatrixRow {
  dependency: Dependency;
  fault: string;
  begin(world: World): Promise<void> | void;
  /** Beyond `World.heal`. */
  end?(world: World): Promise<void> | void;
  reply: ReplyKind;
  /** The model's text, where the fault changes it. */
  text?: string;
  deadline: keyof typeof DEADLINES;
  /** What the turns say is missing. Those under way when the fault begins may name the parts that fell back instead. */
  degraded: readonly string[];
  /** What the log says. */
  log?: string;
  /** A counter that rises. */
  counter?: Metric;
  /** Health and `xinyu_dependency_up` show it. For the model that takes five failed replies. */
  lost: boolean;
  /** The service ends the fault by itself, mostly before anybody asks for its health. */
  passing?: boolean;
}
