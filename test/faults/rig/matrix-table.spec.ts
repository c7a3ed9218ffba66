import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package-root.js';
import { toTable, withoutPadding } from './matrix-table.js';
import { MODEL_ROWS } from './model-rows.js';
import { POSTGRES_ROWS } from './postgres-rows.js';
import { REDIS_ROWS } from './redis-rows.js';

describe('docs/reliability.md', () => {
  const written = readFileSync(join(packageRoot(), 'docs/reliability.md'), 'utf8')
    .split('\n')
    .map(withoutPadding);

  it.each([
    ['the model', MODEL_ROWS],
    ['Redis', REDIS_ROWS],
    ['Postgres', POSTGRES_ROWS],
  ])('shows the matrix of %s as it is tested', (_name, rows) => {
    const table = toTable(rows).map(withoutPadding);
    const from = written.indexOf(table[2]!) - 2;
    expect(written.slice(Math.max(from, 0), from + table.length)).toEqual(table);
    expect(written[from + table.length]).toBe('');
  });
});
