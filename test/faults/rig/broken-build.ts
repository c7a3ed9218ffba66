import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package-root.js';
import { temporaryFolder } from '../../support/service.js';

const LINKED = ['package.json', 'node_modules', 'models'];
const STORE = 'dist/chat/adapters/spooling-conversation-store.js';
const SAVES = /async saveUserMessage\(message, signal\) \{/;
/** The commonest way to lose what was promised: tell first, write a moment later. */
const SAVES_LATER = `async saveUserMessage(message, signal) {
        setTimeout(() => void this.write({ kind: 'message', message }), 400);
        return { durable: 'database' };`;

/** A copy of the built service that acknowledges messages before they are stored. */
export function buildThatForgets(): { root: string; remove(): void } {
  const folder = temporaryFolder();
  for (const name of LINKED) symlinkSync(join(packageRoot(), name), join(folder.path, name));
  cpSync(join(packageRoot(), 'dist'), join(folder.path, 'dist'), { recursive: true });
  const file = join(folder.path, STORE);
  const source = readFileSync(file, 'utf8');
  if (!SAVES.test(source)) throw new Error(`${STORE} has changed: tell this test how to break it`);
  writeFileSync(file, source.replace(SAVES, SAVES_LATER));
  return { root: folder.path, remove: () => folder.remove() };
}
