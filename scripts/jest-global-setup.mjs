// Worker threads and process-level tests run the built program, so the tests always start from a current build.
import { execFileSync } from 'node:child_process';
import { makeTestData } from './test-data.mjs';

export default async function setup() {
  execFileSync(process.execPath, ['scripts/build-if-stale.mjs'], { stdio: 'inherit' });
  process.env.XINYU_TEST_DATA = await makeTestData();
}
