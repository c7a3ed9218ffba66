// Names the program that reads and writes the images: what tsc made of all that they consist of. Another program may not
// read them, though it has the same rules.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['dist/safety', 'dist/platform/images', 'dist/platform/language'];

export function programId() {
  const hash = createHash('sha256');
  for (const folder of FOLDERS)
    for (const name of readdirSync(folder, { recursive: true }).sort())
      if (name.endsWith('.js')) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
