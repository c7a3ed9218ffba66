import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadChallenge, turnsOf } from '../../../test/support/crisis-challenge.js';
import { guardPhrases } from '../guard/output-guard.js';
import { crisisPhrases } from '../rules/crisis-phrase-book.js';

const folder = mkdtempSync(join(tmpdir(), 'phrases-'));
const file = pathToFileURL(join(folder, 'phrases.bin'));
afterAll(() => rmSync(folder, { recursive: true }));

const texts = loadChallenge().flatMap(turnsOf);

it.each([
  ['the screen', crisisPhrases],
  ['the guard', guardPhrases],
])('the rules of %s find the same from their image', (_what, precompiled) => {
  precompiled.write('this one', file);
  const fromImage = precompiled.load('this one', file);
  const compiled = precompiled.load();
  let found = 0;
  for (const text of texts)
    for (const unfinished of [false, true]) {
      const { matches, openStart, heldStart, heldFor } = compiled.scan(text, unfinished);
      expect(fromImage.scan(text, unfinished)).toMatchObject({
        matches,
        openStart,
        heldStart,
        heldFor,
      });
      found += matches.length;
    }
  expect(found).toBeGreaterThan(100);
});
