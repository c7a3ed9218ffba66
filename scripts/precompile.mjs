// Computes once what is the same at every start, and keeps images of it in `dist/images/`. After tsc, whose output it runs.
import { rmSync } from 'node:fs';
import { crisisPhrases } from '../dist/safety/rules/crisis-phrase-book.js';
import { guardPhrases } from '../dist/safety/guard/output-guard.js';

rmSync('dist/images', { recursive: true, force: true });
for (const precompiled of [crisisPhrases, guardPhrases]) precompiled.write();
