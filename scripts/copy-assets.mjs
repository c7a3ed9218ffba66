// Copies what tsc leaves behind (data files that sources read at run time) into dist.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const copy = (directory) => {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) copy(path);
    else if (/\.(json|bin|html|css)$/.test(entry.name)) {
      const target = join('dist', path.slice('src/'.length));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(path, target);
    }
  }
};
copy('src');
if (existsSync('drizzle')) cpSync('drizzle', 'dist/drizzle', { recursive: true });
