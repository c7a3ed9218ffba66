import { REDIS_ROWS } from './rig/redis-rows.js';
import { testRows } from './rig/test-rows.js';

describe('when Redis', () => testRows(REDIS_ROWS));
