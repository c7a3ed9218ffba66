import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/package-root.js';
import { temporaryFolder } from './service.js';

export interface BuildCopy {
  root: string;
  remove(): void;
}

/** A copy of the built service, to be broken; `copied` are what it has of its own beside `dist`, the rest are links. */
export function copyBuild(...copied: 'models'[]): BuildCopy {
  const folder = temporaryFolder();
  for (const name of ['package.json', 'node_modules', 'models', 'dist'] as const) {
    const [from, to] = [join(packageRoot(), name), join(folder.path, name)];
    if (name === 'dist' || copied.some((own) => own === name)) cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
  return { root: folder.path, remove: () => folder.remove() };
}
