import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyBuild, type BuildCopy } from '../../support/build-copy.js';

const STORE = '// dist/chat/adapters/spooling-conversation-store.js\n';
const SAVES = 'async saveUserMessage(message, signal) {';
/** The commonest way to lose what was promised: tell first, write a moment later. */
const SAVES_LATER = `async saveUserMessage(message, signal) {
        setTimeout(() => void this.write({ kind: 'message', message }), 400);
        return { durable: 'database' };`;

/** A copy of the built service that acknowledges messages before they are stored. */
export function buildThatForgets(): BuildCopy {
  const copy = copyBuild();
  const bundle = join(copy.root, 'dist/bundle');
  for (const name of readdirSync(bundle).filter((file) => file.endsWith('.js'))) {
    const source = readFileSync(join(bundle, name), 'utf8');
    const start = source.indexOf(STORE);
    if (start < 0) continue;
    const store = source.slice(start);
    if (!store.includes(SAVES)) break;
    writeFileSync(join(bundle, name), source.slice(0, start) + store.replace(SAVES, SAVES_LATER));
    return copy;
  }
  throw new Error('The store has changed: tell this test how to break it');
}
