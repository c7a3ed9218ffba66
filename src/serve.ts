import { Logger } from '@nestjs/common';
import { createApplication, shutDown, start } from './application.js';
import type { Environment } from './config/env.schema.js';
import { WorkerGroup, type GroupLink } from './platform/cluster/worker-group.js';
import { errorFacts } from './platform/logging/error-facts.js';
import { Metrics } from './platform/metrics/metrics.js';

/** The tie of a worker to the primary process that started it. */
export interface WorkerRole {
  id: number;
  link: GroupLink;
}

/** Runs the service in this process until a signal or a fault that nobody caught ends it. */
export async function serve(environment: Environment, role?: WorkerRole): Promise<void> {
  const app = await createApplication(environment, { workerId: role?.id });
  if (role) app.get(WorkerGroup).connect(role.link);
  const logger = new Logger('Main');

  let stopping = false;
  function stop(exitCode: number): void {
    if (stopping) {
      // Asked twice: whoever asks does not want to wait. A worker is asked by its primary and often by the shell or the
      // service manager as well, and the primary knows whether somebody is out of patience.
      if (!role) process.exit(1);
      return;
    }
    stopping = true;
    shutDown(app).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        logger.error(`shutdown failed: ${error instanceof Error ? error.name : 'unknown error'}`);
        process.exit(1);
      },
    );
  }

  process.on('SIGTERM', () => stop(0));
  // A worker shares the terminal with its primary, which says what it is to do.
  process.on('SIGINT', () => role || stop(0));
  const faults = app
    .get(Metrics)
    .counter('uncaught_faults_total', 'Faults nobody caught; the process ends after one', ['event']);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      // Not its message: whatever was being read when it was thrown may be quoted in it.
      logger.error({ event, ...errorFacts(error) });
      faults.inc({ event });
      if (stopping) return;
      // The others are well: new connections are theirs while this one drains.
      if (role) app.getHttpServer().close();
      stop(1);
    });
  }

  try {
    const url = await start(app);
    if (!role) logger.log(`listening on ${url}`);
  } catch (error) {
    logger.error(`could not start: ${error instanceof Error ? error.message : 'unknown error'}`);
    process.exit(1);
  }
}
