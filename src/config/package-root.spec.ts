import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

describe('packageRoot', () => {
  it('finds the folder that holds package.json', () => {
    expect(existsSync(join(packageRoot(), 'package.json'))).toBe(true);
  });
});
