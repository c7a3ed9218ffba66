import cluster from 'node:cluster';
import type { Environment } from './config/env.schema.js';

/** Several processes on one port. The primary loads nothing of the service; each worker runs all of it. */
export async function serveTogether(environment: Environment): Promise<void> {
  if (cluster.worker) {
    const { WorkerLink, processChannel } = await import('./platform/cluster/worker-link.js');
    const { serve } = await import('./serve.js');
    await serve(environment, { id: cluster.worker.id, link: new WorkerLink(processChannel()) });
    return;
  }
  const { Supervisor } = await import('./platform/cluster/supervisor.js');
  const { PinoLoggerService } = await import('./platform/logging/pino-logger.service.js');
  const logger = new PinoLoggerService({ logLevel: environment.LOG_LEVEL });
  const supervisor = new Supervisor(environment.WEB_CONCURRENCY, logger);
  process.on('SIGTERM', () => supervisor.stop(0));
  process.on('SIGINT', () => supervisor.stop(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.error(event, error, 'Main');
      supervisor.stop(1);
    });
  }
  supervisor.start();
}
