import type { LoggerService } from '@nestjs/common';
import cluster, { type Address, type Worker } from 'node:cluster';
import type { WorkerMessage } from './cluster-messages.js';
import { Restarts } from './restarts.js';
import { Switchboard } from './switchboard.js';

interface Place {
  restarts: Restarts;
  worker: Worker | undefined;
  /** By `performance.now()`. */
  servesSince: number | undefined;
  retry: NodeJS.Timeout | undefined;
}

const CONTEXT = 'Supervisor';

/**
 * The primary process: starts the workers, fills the place of one that dies, and ends when told and all have drained. It
 * serves nothing itself: `node:cluster` hands each connection to one worker, where it stays.
 */
export class Supervisor {
  private readonly switchboard = new Switchboard();
  private readonly places: Place[];
  private stopping = false;
  private exitCode = 0;
  private announced = false;

  constructor(
    workers: number,
    private readonly logger: LoggerService,
  ) {
    this.places = Array.from({ length: workers }, () => ({
      restarts: new Restarts(),
      worker: undefined,
      servesSince: undefined,
      retry: undefined,
    }));
  }

  start(): void {
    cluster.setupPrimary({ serialization: 'advanced' });
    for (const place of this.places) this.fill(place);
  }

  /** All workers drain as one process would; asked twice, nobody waits for them. */
  stop(exitCode: number): void {
    const workers = this.places.map(({ worker }) => worker).filter((worker) => worker !== undefined);
    if (this.stopping) {
      for (const worker of workers) worker.process.kill('SIGKILL');
      process.exit(1);
    }
    this.stopping = true;
    this.exitCode = exitCode;
    for (const { retry } of this.places) clearTimeout(retry);
    for (const worker of workers) worker.process.kill('SIGTERM');
    this.exitWhenEmpty();
  }

  private fill(place: Place): void {
    const worker = cluster.fork();
    place.worker = worker;
    const member = {
      id: worker.id,
      send: (message: object) => {
        if (worker.isConnected()) worker.send(message, undefined, undefined, () => undefined);
      },
    };
    worker.on('message', (message: WorkerMessage) => this.switchboard.receive(member, message));
    worker.on('listening', (address) => this.noteServing(place, address));
    worker.on('error', (error) => {
      this.logger.warn(`worker ${worker.id}: ${error.name}`, CONTEXT);
    });
    worker.once('exit', (code, signal) => {
      this.switchboard.leave(worker.id);
      this.noteEnd(place, worker, code ?? signal);
    });
  }

  private noteServing(place: Place, { address, port }: Address): void {
    place.servesSince = performance.now();
    this.logger.log(
      { event: 'worker_serves', worker: place.worker?.id, pid: place.worker?.process.pid },
      CONTEXT,
    );
    if (this.announced || this.places.some(({ servesSince }) => servesSince === undefined)) return;
    this.announced = true;
    const host = address.includes(':') ? `[${address}]` : address;
    this.logger.log(`listening on http://${host}:${port} with ${this.places.length} workers`, CONTEXT);
  }

  private noteEnd(place: Place, worker: Worker, ending: number | string): void {
    const servedMs = place.servesSince === undefined ? 0 : performance.now() - place.servesSince;
    const neverServed = place.servesSince === undefined;
    place.worker = undefined;
    place.servesSince = undefined;
    if (this.stopping) {
      // One that was told to end before it served may not have had the time to learn how.
      if (ending !== 0 && !(neverServed && ending === 'SIGTERM')) this.exitCode = 1;
      this.exitWhenEmpty();
      return;
    }
    place.restarts.noteEnd(servedMs);
    const { delayMs, hopeless } = place.restarts;
    if (hopeless && this.places.every(({ servesSince }) => servesSince === undefined)) {
      this.logger.error('the workers end again and again right after their start: giving up', CONTEXT);
      this.stop(1);
      return;
    }
    this.logger.warn({ event: 'worker_ended', worker: worker.id, ending, restart_ms: delayMs }, CONTEXT);
    place.retry = setTimeout(() => this.fill(place), delayMs);
  }

  private exitWhenEmpty(): void {
    if (this.places.every(({ worker }) => worker === undefined)) process.exit(this.exitCode);
  }
}
