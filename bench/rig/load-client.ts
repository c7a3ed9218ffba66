import { setTimeout as delay } from 'node:timers/promises';
import { HttpLoadConnection } from './http-load-connection.js';
import type { Acknowledged, LoadJob, LoadResult, TurnInput, TurnOutcome } from './load.types.js';
import { SocketLoadConnection } from './socket-load-connection.js';
import { WIRES } from './wire.js';

/** Closed-loop clients as a process of its own: takes a job by IPC, answers with what it measured. */
async function run(job: LoadJob): Promise<LoadResult> {
  const result: LoadResult = {
    elapsedMs: 0,
    cpuSeconds: 0,
    turns: 0,
    tokens: 0,
    firstTokenMs: [],
    totalMs: [],
    asksModelMs: [],
    degraded: 0,
    inTime: 0,
    failures: {},
    acknowledged: [],
  };
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const rampMs = job.rampMs ?? 0;
  await Promise.all(
    job.clients.map(async (turns, index) => {
      if (rampMs > 0) await delay((rampMs * index) / job.clients.length);
      await runClient(job, turns, startedAt, result);
    }),
  );
  result.elapsedMs = performance.now() - startedAt;
  const used = process.cpuUsage(before);
  result.cpuSeconds = (used.user + used.system) / 1e6;
  return result;
}

async function runClient(
  job: LoadJob,
  turns: readonly TurnInput[],
  startedAt: number,
  result: LoadResult,
): Promise<void> {
  const wire = WIRES[job.transport];
  const connection = job.transport.includes('websocket')
    ? new SocketLoadConnection(job.port, wire)
    : new HttpLoadConnection(job.port, wire, job.keepReplies ?? false);
  do {
    for (const turn of turns) {
      note(turn, await connection.send(turn), result, job.deadlineMs);
      if (job.thinkMs !== undefined) await delay(job.thinkMs);
      if (job.forMs !== undefined && performance.now() - startedAt >= job.forMs) break;
    }
  } while (job.forMs !== undefined && performance.now() - startedAt < job.forMs);
  connection.close();
}

function note(
  turn: TurnInput,
  outcome: TurnOutcome,
  result: LoadResult,
  deadlineMs = Number.POSITIVE_INFINITY,
): void {
  result.turns += 1;
  result.tokens += outcome.tokens;
  if (outcome.failure !== undefined) {
    result.failures[outcome.failure] = (result.failures[outcome.failure] ?? 0) + 1;
    return;
  }
  result.firstTokenMs.push(outcome.firstTokenMs);
  result.totalMs.push(outcome.totalMs);
  if (outcome.degraded) result.degraded += 1;
  if (!outcome.fallback && outcome.totalMs <= deadlineMs) result.inTime += 1;
  if (outcome.asksModelMs !== undefined) result.asksModelMs.push(outcome.asksModelMs);
  if (outcome.body !== undefined) result.acknowledged.push(toAcknowledged(turn, outcome.body));
}

/** Reads the first and the last frame; every frame leaves the service on one line. */
function toAcknowledged(turn: TurnInput, latin1: string): Acknowledged {
  const lines = Buffer.from(latin1, 'latin1').toString().split('\n');
  const frame = (type: string) => {
    const line = lines.find((text) => text.startsWith(`data: {"type":"${type}"`)) ?? 'data: {}';
    return JSON.parse(line.slice('data: '.length)) as Record<string, string | undefined>;
  };
  const { user_message_id: userMessageId = '', message_id: messageId = '' } = frame('start');
  return { ...turn, userMessageId, messageId, reply: frame('complete').full_response ?? '' };
}

process.on('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ started: true });
