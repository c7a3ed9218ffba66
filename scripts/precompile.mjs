// Computes once what is the same at every start, and keeps images of it in `dist/images/`. After tsc, whose output it runs.
import { rmSync } from 'node:fs';
import { programId } from './program-id.mjs';

rmSync('dist/.built', { force: true });
rmSync('dist/images', { recursive: true, force: true });
const { crisisPhrases } = await import('../dist/safety/rules/crisis-phrase-book.js');
const { guardPhrases } = await import('../dist/safety/guard/output-guard.js');
for (const precompiled of [crisisPhrases, guardPhrases]) precompiled.write(programId());
