import { LoadProcess } from '../rig/processes.js';
import { failuresOf } from '../rig/load.types.js';
import { ServiceProcess } from '../rig/service-process.js';
import { quantile, slope } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atMost, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const CLIENTS = 20;
/** More than anybody gets through: each phase ends by its time. */
const TURNS_EACH = 5000;
const THINK_MS = 400;
const MIB = 2 ** 20;
/** As fast as they can, so that whatever has a bound is full: V8's heap, finished streams, the database's buffers. */
const FULL_LOAD_MINUTES = 2;

interface SystemInfo {
  process: { event_loop_delay: { mean: number; p95: number; max: number } };
}

async function run(context: BenchContext): Promise<Outcome> {
  const client = await LoadProcess.start();
  const service = await ServiceProcess.start();
  const startedAt = performance.now();
  const minutesIn = () => (performance.now() - startedAt) / 60_000;
  const samples: [minutes: number, mib: number][] = [];
  const watch = setInterval(() => {
    samples.push([minutesIn(), service.residentBytes() / MIB]);
    if (samples.length % 60 === 0) {
      context.progress(
        `minute ${minutesIn().toFixed(0)} of ${context.minutes}: ${samples.at(-1)![1].toFixed(0)} MiB`,
      );
    }
  }, 1000);
  const fullLoadMinutes = Math.min(FULL_LOAD_MINUTES, context.minutes / 5);
  const loadFor = (minutes: number, thinkMs: number, seed: number) =>
    client.ask({
      port: service.port,
      transport: 'sse',
      clients: simpleClients(CLIENTS, TURNS_EACH, seed),
      forMs: minutes * 60_000,
      rampMs: 2000,
      thinkMs,
    });
  const fullLoad = await loadFor(fullLoadMinutes, 0, 1);
  const settledFrom = minutesIn();
  const load = await loadFor(context.minutes - fullLoadMinutes, THINK_MS, 2).finally(() =>
    clearInterval(watch),
  );
  const { event_loop_delay: delay } = (await systemInfo(service)).process;
  const cpuShare = service.cpuSeconds() / (minutesIn() * 60);
  await Promise.all([client.stop(), service.stop()]);

  const settled = samples.filter(([minutes]) => minutes >= settledFrom);
  const { perUnit, standardError } = slope(settled);
  const resident = settled.map(([, mib]) => mib);
  const failures = failuresOf(fullLoad) + failuresOf(load);
  return {
    tables: [
      {
        title: `${fullLoadMinutes} minutes without a pause: ${fullLoad.turns} turns; then ${CLIENTS} clients who think for ${THINK_MS} ms, to minute ${context.minutes}: ${load.turns} turns`,
        columns: [
          'RSS MiB, least–most',
          'MiB a minute',
          'standard error',
          'turn p95 ms',
          'loop delay p95 ms',
          'CPU',
          'failed',
        ],
        rows: [
          [
            `${Math.min(...resident).toFixed(0)}–${Math.max(...resident).toFixed(0)}`,
            perUnit.toFixed(2),
            standardError.toFixed(2),
            quantile(load.totalMs, 0.95).toFixed(0),
            (delay.p95 * 1000).toFixed(1),
            `${(cpuShare * 100).toFixed(0)} %`,
            String(failures),
          ],
        ],
      },
    ],
    targets: [
      atMost(
        'growth of memory, MiB a minute, less twice its standard error',
        perUnit - 2 * standardError,
        0.5,
        '',
      ),
      atMost('failed turns', failures, 0, '', 0),
    ],
    notes: ['Everything but the failures is of the time after the full load.'],
    figures: {
      minutes: context.minutes,
      turns: { full_load: fullLoad.turns, then: load.turns },
      mib_per_minute: perUnit,
      standard_error: standardError,
      rss_mib: { min: Math.min(...resident), max: Math.max(...resident) },
      event_loop_delay_seconds: delay,
      turn_p95_ms: quantile(load.totalMs, 0.95),
      failures,
    },
  };
}

function systemInfo(service: ServiceProcess): Promise<SystemInfo> {
  return service.getJson<SystemInfo>('/performance/system/info');
}

export const soak: Scenario = {
  name: 'soak',
  description: 'ten minutes (--minutes N) of moderate load: does memory grow',
  run,
};
