// `npm start` on a fresh clone must build; later starts must not pay for it. Builds only when a source is newer
// than the last build; a test is no source of it.
import { execSync } from 'node:child_process';
import { readdirSync, statSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const newest = (path) => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path)
    .filter((name) => !name.endsWith('.spec.ts'))
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
};

const builtAt = existsSync('dist/.built') ? statSync('dist/.built').mtimeMs : 0;
// The packages are part of what is built, hence the lock file.
const sources = [
  'src',
  'drizzle',
  'scripts/bundle.mjs',
  'scripts/precompile.mjs',
  'scripts/program-id.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
].filter(existsSync);
if (Math.max(...sources.map(newest)) > builtAt) {
  console.log('Building (first start or changed sources)...');
  execSync('npm run --silent build', { stdio: 'inherit' });
}
