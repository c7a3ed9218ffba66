import type { Scenario } from '../scenario.js';
import { cache } from './cache.js';
import { embedded } from './embedded.js';
import { headline } from './headline.js';
import { overhead } from './overhead.js';
import { overload } from './overload.js';
import { soak } from './soak.js';
import { start } from './start.js';
import { manyStreams, streams } from './streams.js';
import { throughput } from './throughput.js';
import { understanding } from './understanding.js';

export const SCENARIOS: readonly Scenario[] = [
  headline,
  overhead,
  throughput,
  overload,
  embedded,
  cache,
  streams,
  manyStreams,
  start,
  understanding,
  soak,
];

/** Too long for a run of everything. */
export const ONLY_BY_NAME: readonly string[] = ['overload', 'streams-5000', 'understanding', 'soak'];
