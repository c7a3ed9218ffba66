import 'reflect-metadata';
import dotenv from 'dotenv';
import { ConfigurationError, parseEnvironment, type Environment } from './config/env.schema.js';
import { startPgliteEarly } from './platform/database/pglite.thread.js';

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

const environment = readEnvironment();
if (environment.WEB_CONCURRENCY === 1) {
  // The embedded database opens on its thread while this one loads the service, hence the imports behind it.
  if (environment.DATABASE_URL === undefined) startPgliteEarly(environment.DATA_DIR);
  const { serve } = await import('./serve.js');
  await serve(environment);
} else {
  const { serveTogether } = await import('./serve-together.js');
  await serveTogether(environment);
}
