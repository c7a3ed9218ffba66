// Loading two thousand files is most of a start, so what `src/main.ts` reaches is put into a few: `dist/bundle/`, which
// `dist/main.js` starts, and `dist/packages.cjs` with the packages that are loaded late. What tsc built stays beside it for
// the threads. Last step of a build: marks it finished.
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { programId } from './program-id.mjs';

const ENTRY = resolve('src/main.ts');
const BUILT = resolve('dist') + sep;
const BUNDLE = resolve('dist/bundle');
const PACKAGES = resolve('dist/packages.cjs');
const FINISHED = 'dist/.built';

/** What is loaded late (`lazyPackage`) and finds no files beside itself. */
const LATE_PACKAGES = ['redis', 'cache-manager-redis-yet', 'undici'];

/** A class as tsc writes it, with the name it has at run time. */
const CLASS = /^\s*(?:export )?(?:let \w+ = (?:\w+ = )?)?class (\w+)(?: extends [^{\n]+)? \{(?=\}?$)/gm;

/**
 * Keeps what bundling would change. `import.meta.url` stays the file's own, for the data beside it. Classes keep their
 * names, by which Nest, the API documentation and the log tell them apart, though esbuild numbers those of one name, and
 * every decorated one. Its `keepNames` would name each function as well, whenever one is made: 0.6 µs, 350 times a turn.
 */
const unchanged = {
  name: 'unchanged',
  setup({ onResolve, onLoad }) {
    // The entry is the source, since this build puts its own file where tsc put that one's.
    onResolve({ filter: /^\./ }, ({ path, importer }) =>
      importer === ENTRY ? { path: resolve(BUILT, path) } : undefined,
    );
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const ours = path.startsWith(BUILT);
      if (!ours && !/[\\/]node_modules[\\/]@nestjs[\\/]/.test(path)) return;
      let contents = await readFile(path, 'utf8');
      if (ours) {
        const own = relative(BUNDLE, path).replaceAll(sep, '/');
        contents = contents.replaceAll('import.meta.url', `new URL('${own}', import.meta.url).href`);
      }
      contents = contents.replace(
        CLASS,
        (start, name) => `${start} static { Object.defineProperty(this, 'name', { value: '${name}' }); }`,
      );
      return { contents };
    });
  },
};

const ofEachBundle = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

rmSync(FINISHED, { force: true });
rmSync(BUNDLE, { recursive: true, force: true });
await build({
  ...ofEachBundle,
  stdin: {
    contents: LATE_PACKAGES.map((name) => `exports['${name}'] = () => require('${name}');`).join('\n'),
    resolveDir: resolve('.'),
  },
  outfile: PACKAGES,
  format: 'cjs',
});
const { metafile } = await build({
  ...ofEachBundle,
  entryPoints: [ENTRY],
  outdir: BUNDLE,
  splitting: true,
  format: 'esm',
  metafile: true,
  define: { BUNDLED_PACKAGES: JSON.stringify(LATE_PACKAGES), PROGRAM_ID: JSON.stringify(programId()) },
  // For the CommonJS packages.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  // One of several builds, so that the decorators and Nest's pipe, which asks by `import()`, share one store of rules.
  alias: {
    'class-validator': 'class-validator/esm2015/index.js',
    'class-transformer': 'class-transformer/esm2015/index.js',
  },
  // Asked for only by what this service does not use, and not installed.
  external: ['@fastify/static', '@nestjs/microservices', '@nestjs/platform-socket.io', 'pg-native'],
  plugins: [unchanged],
});

// Node finds the names a CommonJS package exports, esbuild hands over a default export alone.
const nameless = Object.values(metafile.outputs)
  .map(({ entryPoint }) => entryPoint)
  .filter((path) => path !== undefined && metafile.inputs[path].format === 'cjs');
if (nameless.length > 0)
  throw new Error(`name an ESM build of what import() asks for: ${nameless.join(', ')}`);

writeFileSync('dist/main.js', "import './bundle/main.js';\n");
writeFileSync(FINISHED, '');
