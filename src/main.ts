import 'reflect-metadata';
import dotenv from 'dotenv';
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

const environment = readEnvironment();
if (environment.WEB_CONCURRENCY === 1) {
  const { serve } = await import('./serve.js');
  await serve(environment);
} else {
  const { serveTogether } = await import('./serve-together.js');
  await serveTogether(environment);
}
