// The registry reached here serves only linux binaries; npm then leaves other-platform optional packages out of
// package-lock.json and `npm ci` fails with EUSAGE "Missing: X@ from lock file". Add stub entries (version, os, cpu, optional).
import fs from 'node:fs';
const f = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(fs.readFileSync(f, 'utf8'));
let n = 0;
for (const [path, p] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(p.optionalDependencies ?? {})) {
    let base = path,
      found = false;
    for (;;) {
      const k = (base ? base + '/' : '') + 'node_modules/' + name;
      if (lock.packages[k]) {
        found = true;
        break;
      }
      if (!base) break;
      const i = base.lastIndexOf('/node_modules/');
      base = i < 0 ? '' : base.slice(0, i);
    }
    if (found || !/^\d+\.\d+\.\d+/.test(range)) {
      if (!found) console.error('not stubbed:', name, range);
      continue;
    }
    const os = /darwin/.test(name)
      ? 'darwin'
      : /win32/.test(name)
        ? 'win32'
        : /freebsd/.test(name)
          ? 'freebsd'
          : /android/.test(name)
            ? 'android'
            : /openharmony/.test(name)
              ? 'openharmony'
              : 'linux';
    const cpu =
      (name.match(/-(arm64|x64|ia32|arm|ppc64|s390x|loong64|riscv64|wasm32)(-|$)/) ?? [])[1] ?? 'wasm32';
    lock.packages['node_modules/' + name] = {
      version: range,
      cpu: [cpu],
      ...(p.dev && { dev: true }),
      optional: true,
      ...(cpu !== 'wasm32' && { os: [os] }),
    };
    n++;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
fs.writeFileSync(f, JSON.stringify(lock, null, 2) + '\n');
console.log('stubs added', n);
