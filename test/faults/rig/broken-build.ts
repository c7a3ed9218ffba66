import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyBuild, type BuildCopy } from '../../support/build-copy.js';

const STORE = 'dist/chat/adapters/spooling-conversation-store.js';
const SAVES = /async saveUserMessage\(message, signal\) \{/;
/** The commonest way to lose what was promised: tell first, write a moment later. */
const SAVES_LATER = `async saveUserMessage(message, signal) {
        setTimeout(() => void this.write({ kind: 'message', message }), 400);
        return { durable: 'database' };`;

/** A copy of the built service that acknowledges messages before they are stored. */
export function buildThatForgets(): BuildCopy {
  const copy = copyBuild();
  const file = join(copy.root, STORE);
  const source = readFileSync(file, 'utf8');
  if (!SAVES.test(source)) throw new Error(`${STORE} has changed: tell this test how to break it`);
  writeFileSync(file, source.replace(SAVES, SAVES_LATER));
  return copy;
}
