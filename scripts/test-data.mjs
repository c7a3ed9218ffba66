// Creating a database takes the embedded engine ten seconds of computing. The tests create hundreds, so they begin with
// copies: of a server's first state, and of a data folder that the built service has opened once. Made anew when the
// engine or the migrations change.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = 'node_modules/.cache/xinyu-test-data';

/** @returns {Promise<string>} the folder that holds `server.tar` and `data/`. */
export async function makeTestData() {
  const folder = join(process.cwd(), CACHE, fingerprint());
  if (existsSync(folder)) return folder;
  const made = `${folder}.${process.pid}`;
  mkdirSync(join(made, 'data'), { recursive: true });
  await Promise.all([makeServerState(join(made, 'server.tar')), makeDataFolder(join(made, 'data'))]);
  try {
    renameSync(made, folder);
  } catch {
    // Another run was quicker: its copy is as good.
    rmSync(made, { recursive: true, force: true });
  }
  return folder;
}

function fingerprint() {
  const hash = createHash('sha256');
  hash.update(readFileSync('node_modules/@electric-sql/pglite/package.json'));
  for (const name of readdirSync('drizzle')
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    hash.update(readFileSync(join('drizzle', name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function makeServerState(path) {
  const database = await PGlite.create({ extensions: { vector } });
  const dump = await database.dumpDataDir('none');
  await database.close();
  writeFileSync(path, Buffer.from(await dump.arrayBuffer()));
}

async function makeDataFolder(path) {
  const environment = { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'info', DATA_DIR: path };
  const service = spawn(process.execPath, ['dist/main.js'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(service, 'exit');
  let output = '';
  service.stdout.on('data', (chunk) => {
    output += chunk;
    if (output.includes('listening on')) service.kill('SIGTERM');
  });
  const [code] = await exited;
  if (code !== 0) throw new Error(`The service could not make the tests' data folder (exit code ${code})`);
}
