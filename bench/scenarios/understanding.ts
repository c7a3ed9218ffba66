import { ReaderProcess } from '../rig/processes.js';
import { median, quantile, spread } from '../rig/statistics.js';
import { atMost, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const LENGTH = 100;
const CALLS = 4000;
const LONG = 50_000;
const VARIANTS = 3;

const TEXTS: Record<string, readonly string[]> = {
  Chinese: [
    '今天开会的时候领导当着所有人的面说我的方案一塌糊涂，我站在那里一句话也说不出来，回到座位上手一直在抖，晚上回家路上忍不住哭了，其实我已经连续加班两个星期了，真的很努力，可是没有人看见，我不知道还要不要继续。',
    '昨天是妈妈的生日，我给她做了一桌菜，她一边吃一边说好吃，眼睛都笑弯了，弟弟也从外地赶回来了，一家人很久没有这样坐在一起聊天，那一刻我觉得特别幸福，想把这一天记下来，以后难过的时候拿出来看一看就好了。',
  ],
  English: [
    'My best friend moved to another city last month and since then the evenings have been very quiet, I miss her.',
    'I finally told my parents that I want to change my major and they said they are proud of me, I am so happy!',
  ],
  hostile: [
    '不不不不不不不不不不不不不不不不不不不不想想想想想想想想想想想想想想想活活活活活活活活活活活活活活活死死死死死死死死死死死死死死死死死死死死死死死死死死死死死死死死死死',
    'k.i.l.l m-y-s-e-l-f not not not never ever want to to to die live die live die die die die die die die die die',
    'ｋｉｌｌ　ｍｅ　ｎｏｗ　😀😀😀😀 \u200b想\u200b不\u200b想\u200b死\u200b不\u200b想\u200b死\u200b不\u200b想\u200b死\u200b不\u200b想\u200b死\u200b不\u200b想\u200b死\u200b不\u200b想\u200b死\u200b',
  ],
};

async function run(context: BenchContext): Promise<Outcome> {
  const reader = await ReaderProcess.start();
  const rows: { name: string; p50: number[]; p99: number[]; longMs: number[] }[] = [];
  for (const [name, texts] of Object.entries(TEXTS)) {
    const ask = (length: number, calls: number) =>
      reader.ask({ texts: texts.flatMap((text) => variants(text, length)), calls });
    await ask(LENGTH, CALLS);
    const row = { name, p50: [] as number[], p99: [] as number[], longMs: [] as number[] };
    for (let round = 1; round <= context.rounds; round += 1) {
      context.progress(`${name}: round ${round} of ${context.rounds}`);
      const times = await ask(LENGTH, CALLS);
      row.p50.push(quantile(times, 0.5));
      row.p99.push(quantile(times, 0.99));
    }
    for (let round = 1; round <= context.rounds; round += 1)
      row.longMs.push(Math.max(...(await ask(LONG, texts.length * VARIANTS))) / 1000);
    rows.push(row);
  }
  await reader.stop();
  const worst = (of: 'p50' | 'p99' | 'longMs') => Math.max(...rows.map((row) => median(row[of])));
  return {
    tables: [
      {
        title: `Feelings and danger of ${LENGTH} characters, in the process; and of ${LONG} characters`,
        columns: ['texts', 'p50 µs', 'p99 µs', `${LONG} characters, ms`],
        rows: rows.map(({ name, p50, p99, longMs }) => [
          name,
          shown(spread(p50)),
          shown(spread(p99)),
          shown(spread(longMs)),
        ]),
      },
    ],
    targets: [
      atMost(`${LENGTH} characters, p50`, worst('p50'), 60, 'µs', 1),
      atMost(`${LENGTH} characters, p99`, worst('p99'), 500, 'µs', 1),
      atMost(`${LONG} characters`, worst('longMs'), 50, 'ms', 1),
    ],
    notes: ['The worst kind of text counts for the targets.'],
    figures: Object.fromEntries(
      rows.map(({ name, p50, p99, longMs }) => [
        name,
        { p50_us: spread(p50), p99_us: spread(p99), long_ms: spread(longMs) },
      ]),
    ),
  };
}

/** The text, repeated and cut to its length, with different ends. */
function variants(text: string, length: number): string[] {
  const whole = [...text.repeat(Math.ceil((2 * length) / text.length))].slice(1, length).join('');
  return Array.from({ length: VARIANTS }, (_, index) => `${whole}${index}`);
}

export const understanding: Scenario = {
  name: 'understanding',
  description: 'how long reading one message for feelings and danger takes',
  run,
};
