import { Injectable } from '@nestjs/common';
import { arch, availableParallelism, cpus, freemem, loadavg, platform, release, totalmem } from 'node:os';
import { EventLoopMonitor } from '../platform/profiling/event-loop-monitor.js';
import { Profiler } from '../platform/profiling/profiler.js';
import { toSeconds } from './units.js';

const MICROSECONDS = 1e6;

/** The machine, the process and the time its functions take. Sizes are bytes. */
@Injectable()
export class SystemReportService {
  constructor(
    private readonly eventLoop: EventLoopMonitor,
    private readonly profiler: Profiler,
  ) {}

  info() {
    const cpu = process.cpuUsage();
    const memory = process.memoryUsage();
    const delay = this.eventLoop.delay();
    return {
      system: {
        platform: platform(),
        release: release(),
        arch: arch(),
        cpu_model: cpus()[0]?.model ?? null,
        cpu_count: cpus().length,
        usable_cpus: availableParallelism(),
        // Windows has no load average and reports zeros.
        load_average: platform() === 'win32' ? null : loadavg(),
        memory_total: totalmem(),
        memory_free: freemem(),
      },
      process: {
        pid: process.pid,
        node_version: process.version,
        uptime: Math.round(process.uptime() * 1000) / 1000,
        memory: {
          rss: memory.rss,
          heap_used: memory.heapUsed,
          heap_total: memory.heapTotal,
          external: memory.external,
        },
        cpu: { user: cpu.user / MICROSECONDS, system: cpu.system / MICROSECONDS },
        event_loop_delay: {
          mean: toSeconds(delay.meanMs),
          p95: toSeconds(delay.p95Ms),
          max: toSeconds(delay.maxMs),
        },
      },
    };
  }

  profile() {
    return Object.fromEntries(
      Object.entries(this.profiler.profile()).map(([name, figures]) => [
        name,
        {
          calls: figures.calls,
          errors: figures.errors,
          p50: toSeconds(figures.p50Ms),
          p95: toSeconds(figures.p95Ms),
          p99: toSeconds(figures.p99Ms),
          max: toSeconds(figures.maxMs),
          last: toSeconds(figures.lastMs),
          last_at: figures.lastAt.toISOString(),
        },
      ]),
    );
  }
}
