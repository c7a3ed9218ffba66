import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A CommonJS package, loaded when this is first called: for what many processes never need, such as a client of a
 * server that is not configured. Synchronous, so that it can stand where an `import` would.
 */
export function lazyPackage<Package>(name: string): Package {
  return require(name) as Package;
}
