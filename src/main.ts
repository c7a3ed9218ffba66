import 'reflect-metadata';
import dotenv from 'dotenv';
import { Logger } from '@nestjs/common';
import { createApplication, shutDown, start } from './application.js';
import { ConfigurationError, parseEnvironment, type Environment } from './config/env.schema.js';

function readEnvironment(): Environment {
  dotenv.config({ quiet: true });
  try {
    return parseEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const app = await createApplication(readEnvironment());
const logger = new Logger('Main');

let stopping = false;
function stop(exitCode: number): void {
  if (stopping) process.exit(1); // asked twice: whoever asks does not want to wait
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
process.on('SIGINT', () => stop(0));
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    logger.error(`${event}: ${error instanceof Error ? (error.stack ?? error.name) : 'not an error'}`);
    if (!stopping) stop(1);
  });
}

try {
  logger.log(`listening on ${await start(app)}`);
} catch (error) {
  logger.error(`could not start: ${error instanceof Error ? error.message : 'unknown error'}`);
  process.exit(1);
}
