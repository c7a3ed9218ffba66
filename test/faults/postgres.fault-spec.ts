import { POSTGRES_ROWS } from './rig/postgres-rows.js';
import { testRows } from './rig/test-rows.js';

describe('when Postgres', () => testRows(POSTGRES_ROWS));
