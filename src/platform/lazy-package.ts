import { createRequire } from 'node:module';

/** Set by the bundle: the packages that are in `dist/packages.cjs`, a function that loads it for each. */
declare const BUNDLED_PACKAGES: readonly string[] | undefined;

const require = createRequire(import.meta.url);

/**
 * A CommonJS package, loaded when this is first called: for what many processes never need, such as a client of a
 * server that is not configured. Synchronous, so that it can stand where an `import` would.
 */
export function lazyPackage<Package>(name: string): Package {
  if (typeof BUNDLED_PACKAGES === 'undefined' || !BUNDLED_PACKAGES.includes(name))
    return require(name) as Package;
  const packages = require('../packages.cjs') as Record<string, () => Package>;
  return packages[name]!();
}
