import type { ModelScript } from '../../support/model-server.js';
import { longText } from './long-text.js';
import type { MatrixRow } from './matrix-row.js';
import type { World } from './world.js';

const STANDS_IN = 'the companion stands in';
const OPENED = 'The language model fails';

const asked = (outcome: string) => ({ name: 'xinyu_llm_requests_total', labels: { outcome } });
const scripted = (script: ModelScript) => (world: World) => {
  world.servers.model.script = script;
};
/** The model gives nothing, and the companion answers in its place. */
const unanswered = (outcome: string) =>
  ({
    dependency: 'model',
    reply: 'companion',
    degraded: ['llm'],
    log: STANDS_IN,
    counter: asked(outcome),
  }) as const;
/** The model begins and does not end. */
const brokenOff = (outcome: string) =>
  ({
    dependency: 'model',
    reply: 'closed',
    degraded: ['llm'],
    log: STANDS_IN,
    counter: asked(outcome),
    lost: false,
  }) as const;
const harmless = { dependency: 'model', reply: 'model', degraded: [], lost: false } as const;

const PIECES = ['我听', '到了，', '这一定', '很难熬，', '我们慢慢说。'];
const TEN_MEGABYTES: ModelScript = {
  tokens: Array.from({ length: 10_000 }, (_, piece) => longText(20, 20 * piece)),
};

/** What the model's server itself does. */
const SERVER_ROWS: readonly MatrixRow[] = [
  {
    ...unanswered('first_token_timeout'),
    fault: 'hangs before the headers',
    begin: scripted({ fault: 'hang_headers' }),
    deadline: 'first token',
    log: OPENED,
    lost: true,
  },
  {
    ...unanswered('first_token_timeout'),
    fault: 'hangs before the first token',
    begin: scripted({ fault: 'hang_first_token' }),
    deadline: 'first token',
    lost: false,
  },
  {
    ...harmless,
    fault: 'writes slowly',
    begin: scripted({ tokens: PIECES, gapMs: 150 }),
    text: PIECES.join(''),
    deadline: 'pace',
  },
  {
    ...brokenOff('timeout'),
    fault: 'falls silent in the middle',
    begin: scripted({ tokens: PIECES, fault: 'stall' }),
    text: PIECES.join(''),
    deadline: 'reply',
  },
  {
    ...unanswered('rejected'),
    fault: 'refuses the key (401)',
    begin: (world) => {
      world.servers.model.script = { status: 401 };
      world.servers.model.modelsStatus = 401;
    },
    deadline: 'none',
    log: OPENED,
    lost: true,
  },
  {
    ...unanswered('rate_limited'),
    fault: 'has too much to do (429, Retry-After: 30)',
    begin: scripted({ status: 429, retryAfter: '30' }),
    deadline: 'none',
    lost: false,
  },
  {
    ...unanswered('unreachable'),
    fault: 'fails (500)',
    begin: scripted({ status: 500 }),
    deadline: 'first token',
    log: OPENED,
    lost: true,
  },
  {
    ...brokenOff('truncated'),
    fault: 'resets in the middle',
    begin: scripted({ tokens: PIECES, gapMs: 20, fault: 'reset' }),
    text: PIECES.join(''),
    deadline: 'none',
  },
  {
    ...brokenOff('truncated'),
    fault: 'ends without a terminal chunk',
    begin: scripted({ tokens: PIECES, fault: 'no_finish' }),
    text: PIECES.join(''),
    deadline: 'none',
  },
  {
    ...brokenOff('invalid_stream'),
    fault: 'sends a chunk that is no JSON',
    begin: scripted({ tokens: PIECES, fault: 'invalid_json' }),
    text: PIECES.join(''),
    deadline: 'none',
  },
  {
    ...brokenOff('truncated'),
    fault: 'sends an error event in the middle',
    begin: scripted({ tokens: PIECES, fault: 'error_event' }),
    text: PIECES.join(''),
    deadline: 'none',
  },
  {
    ...harmless,
    fault: 'sends a chunk twice',
    begin: scripted({ tokens: PIECES, fault: 'duplicate_chunk' }),
    text: [...PIECES.slice(0, 3), ...PIECES.slice(2)].join(''),
    deadline: 'none',
  },
  {
    ...brokenOff('invalid_stream'),
    fault: 'writes 10 MB',
    begin: scripted(TEN_MEGABYTES),
    text: '第0次',
    deadline: 'reply',
  },
  {
    ...unanswered('empty'),
    fault: 'replies with nothing',
    begin: scripted({ tokens: [] }),
    deadline: 'first token',
    lost: false,
  },
  {
    ...unanswered('invalid_stream'),
    fault: "answers with a gateway's page",
    begin: scripted({ fault: 'html' }),
    deadline: 'none',
    lost: false,
  },
];

/** What happens between the service and the model's server. */
const NETWORK_ROWS: readonly MatrixRow[] = [
  {
    ...unanswered('unreachable'),
    fault: 'is gone (connections refused)',
    begin: (world) => world.proxies.model.goDown(),
    deadline: 'first token',
    log: OPENED,
    lost: true,
  },
  {
    ...unanswered('first_token_timeout'),
    fault: 'is behind a black hole',
    begin: (world) => world.proxies.model.blackHole(),
    deadline: 'first token',
    log: OPENED,
    lost: true,
  },
  {
    ...unanswered('unreachable'),
    fault: 'resets every connection',
    begin: (world) => world.proxies.model.reset(),
    deadline: 'first token',
    log: OPENED,
    lost: true,
  },
  {
    ...unanswered('first_token_timeout'),
    fault: 'leaves connections half open',
    begin: (world) => world.proxies.model.halfOpen(),
    reply: 'model or companion',
    deadline: 'first token',
    lost: false,
    passing: true,
  },
  {
    ...harmless,
    fault: 'is far away (100 ms and up to 50 ms of jitter, each way)',
    begin: (world) => world.proxies.model.set({ latencyMs: 100, jitterMs: 50 }),
    deadline: 'pace',
  },
  {
    ...harmless,
    fault: 'is reached in slices of 3 bytes',
    begin: (world) => world.proxies.model.set({ sliceBytes: 3 }),
    deadline: 'pace',
  },
  {
    ...harmless,
    fault: 'has little bandwidth (10 kB/s)',
    begin: (world) => world.proxies.model.set({ bytesPerSecond: 10_000, sliceBytes: 500 }),
    deadline: 'pace',
  },
];

export const MODEL_ROWS = [...SERVER_ROWS, ...NETWORK_ROWS];
