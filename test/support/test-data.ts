import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  path: string;
  remove(): void;
}

/** A folder of its own. */
export function emptyFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'xinyu-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A data folder that the service has opened once and left empty: opening it again takes a second, not ten. */
export function dataFolder(): TemporaryFolder {
  const folder = emptyFolder();
  const made = process.env.XINYU_TEST_DATA;
  if (made !== undefined) cpSync(join(made, 'data'), folder.path, { recursive: true });
  return folder;
}
