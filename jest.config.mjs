// CommonJS mode: TypeScript and the ESM-only packages are transformed by swc, which works the same on Node 20 and 24.
const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      parser,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
    sourceMaps: 'inline',
  },
];

const esmOnlyPackages =
  '(@nestjs|cache-manager/|keyv|@keyv|@cacheable|hookified|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|load-esm|eventsource-parser|lru-cache)';

const project = (displayName, testMatch) => ({
  displayName,
  rootDir: '.',
  testMatch,
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/silence-logs.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1'] },
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!${esmOnlyPackages})`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
});

export default {
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts', '!src/main.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'json-summary', 'lcovonly'],
  testTimeout: 20_000,
  // Coverage of one process slows down with every file it has loaded, so workers are renewed as they grow.
  maxWorkers: 2,
  workerIdleMemoryLimit: '700MB',
  globalSetup: './scripts/jest-global-setup.mjs',
  projects: [
    project('unit', [
      '<rootDir>/src/**/*.spec.ts',
      '<rootDir>/training/**/*.spec.ts',
      '<rootDir>/bench/**/*.spec.ts',
      '<rootDir>/test/faults/**/*.spec.ts',
    ]),
    project('integration', ['<rootDir>/test/integration/**/*.spec.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.e2e-spec.ts']),
    project('faults', ['<rootDir>/test/faults/**/*.fault-spec.ts']),
  ],
};
