import { eventually } from '../../support/client.js';
import { CRISIS_MESSAGES, expectHelp, expectWholeTurn } from './crisis.js';
import { checkAll } from './history-checker.js';
import { CODES, DEADLINES, RECOVERY_MS, type MatrixRow } from './matrix-row.js';
import { Talker, type Heard } from './talker.js';
import { CALM_REPLY, type World } from './world.js';

/** What two busy cores may add to a deadline. */
const SLACK_MS = Number(process.env.FAULT_SLACK_MS ?? 1000);
/** Failed replies that open the model's circuit. */
const FAILURES_TO_OPEN = 5;

let people = 0;

/** One cell of the matrix: a calm turn, the fault, turns and calls for help under it, and the way back. */
export class RowRun {
  private readonly talkers: Talker[] = [];
  private readonly code: (typeof CODES)[MatrixRow['dependency']];

  constructor(
    private readonly world: World,
    private readonly row: MatrixRow,
  ) {
    this.code = CODES[row.dependency];
  }

  async run(): Promise<void> {
    const { world, row } = this;
    await world.healthy(RECOVERY_MS[row.dependency]);
    await this.calmTurn(this.newcomer());
    const companion = this.newcomer();
    const logEnd = world.view.logEnd;
    const counted = await this.count();
    try {
      await row.begin(world);
      await this.turnsUnderFault(companion);
      if (row.log !== undefined) expect(world.view.logged(row.log, logEnd)).toBe(true);
      if (row.counter !== undefined) expect(await this.count()).toBeGreaterThan(counted);
    } finally {
      await row.end?.(world);
      await world.heal();
    }
    await this.recovery(companion);
    expect(await checkAll(this.talkers, (talker) => world.view.history(talker))).toEqual([]);
  }

  private async turnsUnderFault(companion: Talker): Promise<void> {
    const { row } = this;
    const first = await this.wave(companion, 1);
    if (row.passing) {
      if (row.reply !== 'model or companion')
        expect(first.some((heard) => says(heard, row.degraded))).toBe(true);
      return;
    }
    if (row.degraded.length === 0) return this.calmTurn(companion, row.text);
    const telling = row.dependency === 'model' ? first : [];
    if (row.lost) {
      await this.shownAsLost();
      // From now on the service knows, so every turn says so and waits for nothing.
      telling.push(...(await this.wave(companion, 2)));
    }
    for (const { last } of telling)
      expect(last).toMatchObject({ degraded: expect.arrayContaining([...row.degraded]) });
  }

  /** Ordinary turns and calls for help, all at once. */
  private async wave(companion: Talker, number: 1 | 2): Promise<Heard[]> {
    const { row, world } = this;
    const { url } = world.view;
    const opens = row.dependency === 'model' && row.lost && number === 1;
    const ordinary = Array.from({ length: opens ? FAILURES_TO_OPEN : 1 }, () => this.newcomer());
    const [medium, high, ...heard] = await Promise.all([
      this.newcomer().say(url, CRISIS_MESSAGES.medium, { urgent: true }),
      this.newcomer().say(url, CRISIS_MESSAGES.high, { urgent: true }),
      companion.say(url, `说到第${number}件事`),
      ...ordinary.map((talker) => talker.say(url, '工作上有点不顺')),
    ]);
    expectHelp(medium, 'medium');
    expectHelp(high, 'high');
    for (const each of heard) this.expectAnswer(each, number);
    return heard;
  }

  private expectAnswer(heard: Heard, wave: 1 | 2): void {
    const { row } = this;
    expectWholeTurn(heard);
    const { text = CALM_REPLY } = row;
    // Once the circuit is open nobody asks the model, so nothing is left to be closed.
    const reply = row.reply === 'closed' && wave === 2 ? 'companion' : row.reply;
    expect(heard.text).not.toBe('');
    if (reply === 'model') {
      expect(heard.last).toMatchObject({ fallback_used: false, interrupted: false, full_response: text });
    }
    if (reply === 'companion') {
      expect(heard.last).toMatchObject({ fallback_used: true, interrupted: false });
      expect(heard.text).toMatch(/\p{Script=Han}/u);
    }
    if (reply === 'closed') {
      expect(heard.last).toMatchObject({ fallback_used: true, interrupted: true });
      expect(heard.text.startsWith(text.slice(0, 2))).toBe(true);
      expect(heard.text).toMatch(/[。！？…]$/);
    }
    const { ms } = DEADLINES[row.deadline];
    expect(row.deadline === 'reply' ? heard.totalMs : heard.firstTokenMs).toBeLessThan(ms + SLACK_MS);
  }

  private async shownAsLost(): Promise<void> {
    const { view } = this.world;
    await eventually(
      async () => (await view.health()).checks[this.code] === false || undefined,
      `health shows that ${this.code} is lost`,
    );
    expect((await view.health()).status).toBe('degraded');
    expect(await view.metric('xinyu_dependency_up', { dependency: this.code })).toBe(0);
    expect((await fetch(`${view.url}/health/ready`)).status).toBe(200);
  }

  private async recovery(companion: Talker): Promise<void> {
    const { world, row } = this;
    await world.healthy(RECOVERY_MS[row.dependency]);
    await this.calmTurn(companion);
    await eventually(
      async () =>
        (await world.view.metric('xinyu_dependency_up', { dependency: this.code })) === 1 || undefined,
      `the metric shows ${this.code} again`,
    );
    await world.settled(RECOVERY_MS.postgres);
  }

  /** As many turns as it takes until one misses nothing: on a busy machine an answer of 50 ms is late now and then. */
  private async calmTurn(talker: Talker, text = CALM_REPLY): Promise<void> {
    await eventually(
      async () => {
        const heard = await talker.say(this.world.view.url, `今天天气不错，第${talker.said.length}次`);
        expectWholeTurn(heard);
        return (says(heard, []) && heard.text === text) || undefined;
      },
      'a turn that misses nothing',
      RECOVERY_MS[this.row.dependency],
    );
  }

  private count(): Promise<number> {
    const { counter } = this.row;
    if (counter === undefined) return Promise.resolve(0);
    return this.world.view.metric(counter.name, counter.labels).then((value) => value ?? 0);
  }

  private newcomer(): Talker {
    people += 1;
    const talker = new Talker(`person-${people}`, `session-${people}`);
    this.talkers.push(talker);
    return talker;
  }
}

/** Exactly nothing where no code is given, else all of them. */
function says({ last }: Heard, codes: readonly string[]): boolean {
  if (last?.type !== 'complete') return false;
  return codes.length === 0
    ? last.degraded.length === 0
    : codes.every((code) => last.degraded.includes(code));
}
