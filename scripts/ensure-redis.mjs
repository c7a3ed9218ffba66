// The tests run against a real redis-server. Finds it, or installs it where that is possible without asking
// (root on Debian), or says in one line what is missing.
import { spawnSync } from 'node:child_process';

const works = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

if (!works('redis-server', ['--version'])) {
  const canInstall = process.getuid?.() === 0 && works('apt-get', ['--version']);
  if (canInstall) {
    console.log(
      'redis-server is not installed: installing it with apt-get (the tests run against a real one)...',
    );
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], quiet);
  }
  if (!works('redis-server', ['--version'])) {
    console.error(
      'redis-server is missing: install it (Debian: apt-get install redis-server; macOS: brew install redis) and run the tests again.',
    );
    process.exit(1);
  }
}
