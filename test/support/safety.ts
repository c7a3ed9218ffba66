import { SafetyConfig, type Region } from '../../src/config/config.slices.js';
import { AbsentModerator } from '../../src/safety/adapters/absent-moderator.js';
import { CrisisRecorder } from '../../src/safety/crisis-recorder.js';
import { CrisisLedger, type CrisisCount, type CrisisEvent } from '../../src/safety/ports/crisis-ledger.js';
import type { Moderator } from '../../src/safety/ports/moderator.js';
import { SessionRiskStore } from '../../src/safety/ports/session-risk-store.js';
import { RiskAssessor } from '../../src/safety/risk-assessor.js';
import { ResourceDirectory } from '../../src/safety/resources/resource-directory.js';
import { atLeast, type SafetyVerdict } from '../../src/safety/safety.types.js';
import { SafetyService } from '../../src/safety/safety.service.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import type { Language } from '../../src/platform/language/language.js';
import type { CrisisClassifier } from '../../src/safety/classifier/crisis-classifier.js';
import { CrisisScreen } from '../../src/safety/screen/crisis-screen.js';
import {
  SessionRiskTracker,
  type SessionKey,
  type StickyRisk,
} from '../../src/safety/session-risk.tracker.js';
import type { TaskQueue } from '../../src/tasks/task-queue.js';
import type { FollowUp, TaskHandler } from '../../src/tasks/tasks.types.js';

/** Fulfils the contract of SessionRiskStore in memory; `failing` makes it refuse like a lost database. */
export class InMemorySessionRiskStore extends SessionRiskStore {
  failing = false;
  private readonly rows = new Map<string, StickyRisk>();

  async load(key: SessionKey, now: Date, signal?: AbortSignal): Promise<StickyRisk | undefined> {
    this.check(signal);
    const row = this.rows.get(JSON.stringify([key.userScope, key.sessionId]));
    return row && row.expiresAt > now ? row : undefined;
  }

  async save(key: SessionKey, risk: StickyRisk, now: Date, signal?: AbortSignal): Promise<void> {
    const stored = await this.load(key, now, signal);
    if (stored && stored.level !== risk.level && atLeast(stored.level, risk.level)) return;
    const longer = stored?.level === risk.level && stored.expiresAt > risk.expiresAt;
    this.rows.set(JSON.stringify([key.userScope, key.sessionId]), longer ? stored : { ...risk });
  }

  async forget(key: SessionKey, signal?: AbortSignal): Promise<void> {
    this.check(signal);
    this.rows.delete(JSON.stringify([key.userScope, key.sessionId]));
  }

  private check(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.failing) throw new Error('the store is away');
  }
}

/** Fulfils the contract of CrisisLedger in memory. */
export class InMemoryCrisisLedger extends CrisisLedger {
  readonly events: CrisisEvent[] = [];

  async record(event: CrisisEvent): Promise<void> {
    if (!this.events.some(({ id }) => id === event.id)) this.events.push(event);
  }

  async counts(): Promise<CrisisCount[]> {
    const counts: CrisisCount[] = [];
    const count = (event: CrisisEvent, kind: CrisisCount['kind']) => {
      const month = event.occurredAt.toISOString().slice(0, 7);
      const known = counts.find(
        (one) => one.month === month && one.kind === kind && one.level === event.level,
      );
      if (known) known.count += 1;
      else counts.push({ month, kind, level: event.level, count: 1 });
    };
    for (const event of this.events) {
      if (!event.carried) count(event, 'level');
      if (event.cardShown) count(event, 'card');
    }
    const order = ({ month, kind, level }: CrisisCount) => [month, kind, level].join();
    return counts.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}

/** Stands for the task queue: keeps what follows from turns, as JSON, until it is run. */
export class ManualTasks {
  readonly payloads: string[] = [];
  private readonly handlers = new Map<string, TaskHandler>();

  register(name: string, handler: TaskHandler): void {
    this.handlers.set(name, handler);
  }

  add(followUps: readonly FollowUp[]): void {
    for (const { name, payload } of followUps) this.payloads.push(JSON.stringify({ name, payload }));
  }

  async run(times = 1): Promise<void> {
    for (const text of this.payloads) {
      const { name, payload } = JSON.parse(text) as { name: string; payload: unknown };
      for (let time = 0; time < times; time += 1) {
        await this.handlers.get(name)?.(payload, new AbortController().signal);
      }
    }
  }
}

type Recorded = SessionKey & { verdict: SafetyVerdict; language: Language; cardShown: boolean };

export interface TestSafety {
  service: SafetyService;
  /** Leaves a turn of its own to the tasks. */
  record: (turn: Recorded) => void;
  store: InMemorySessionRiskStore;
  ledger: InMemoryCrisisLedger;
  tasks: ManualTasks;
  tracker: SessionRiskTracker;
  clock: { now: number };
}

/** The real safety feature on fake stores and a fake clock. */
export function createSafety(
  options: {
    region?: Region;
    store?: InMemorySessionRiskStore;
    moderator?: Moderator;
    /** Without one the rules judge alone. */
    classifier?: CrisisClassifier;
  } = {},
): TestSafety {
  const config = new SafetyConfig({
    crisisWindowMs: 86_400_000,
    defaultRegion: options.region,
    userHashSecret: 'a secret for tests',
  });
  const clock = { now: Date.now() };
  const store = options.store ?? new InMemorySessionRiskStore();
  const ledger = new InMemoryCrisisLedger();
  const tasks = new ManualTasks();
  const recorder = new CrisisRecorder(config, tasks as unknown as TaskQueue, ledger, store);
  recorder.onModuleInit();
  const tracker = new SessionRiskTracker(config.crisisWindowMs, () => clock.now);
  const assessor = new RiskAssessor(tracker, store, options.moderator ?? new AbsentModerator());
  const service = new SafetyService(
    new CrisisScreen(options.classifier),
    tracker,
    new ResourceDirectory(config.defaultRegion),
    assessor,
    recorder,
  );
  const record = (turn: Recorded) =>
    tasks.add(service.followUps({ ...turn, turnId: newOrderedId(), occurredAt: new Date() }));
  return { service, record, store, ledger, tasks, tracker, clock };
}
