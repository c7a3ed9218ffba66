// Imports point one way: app -> chat, performance, health -> emotion, safety, memory -> llm, cache, tasks -> platform -> config.
const layers = [
  ['config'],
  ['platform'],
  ['llm', 'cache', 'tasks'],
  ['emotion', 'safety', 'memory'],
  ['chat', 'performance', 'health'],
];

const forbidden = [
  { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no-orphans-from-dev',
    severity: 'error',
    from: { path: '^src', pathNot: '\\.spec\\.ts$' },
    // Types vanish when the program is built.
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'not-to-spec',
    severity: 'error',
    from: { pathNot: '\\.spec\\.ts$' },
    to: { path: '\\.spec\\.ts$' },
  },
  {
    name: 'no-inside-of-another-feature',
    comment:
      'Across a feature border import the module, service, port or types: nothing from adapters/, dto/, steps/.',
    severity: 'error',
    from: {
      path: '^src/(chat|performance|health|emotion|safety|memory|llm|cache|tasks)/',
      pathNot: '\\.spec\\.ts$',
    },
    to: {
      path: '^src/(chat|performance|health|emotion|safety|memory|llm|cache|tasks)/(adapters|dto|steps)/',
      pathNot: '^src/$1/',
    },
  },
  {
    name: 'only-modules-name-adapters',
    severity: 'error',
    from: { path: '^src/', pathNot: '(\\.module\\.ts|\\.spec\\.ts|/adapters/[^/]+\\.ts|/adapters/.*)$' },
    to: { path: '^src/[^/]+/adapters/' },
  },
  {
    name: 'loaded-when-needed',
    comment:
      'Large packages that a start does without: the types at once, the code by lazyPackage or import(). For decorators of the API documentation there is platform/http/api-documentation.ts.',
    severity: 'error',
    from: { path: '^src', pathNot: '(\\.spec|/pglite\\.worker)\\.ts$' },
    to: {
      path: 'node_modules/(@nestjs/swagger|redis|cache-manager-redis-yet|undici|piscina|@electric-sql)/',
      dynamic: false,
      dependencyTypesNot: ['type-only'],
    },
  },
];

layers.forEach((layer, depth) => {
  const higher = layers.slice(depth + 1).flat();
  for (const feature of layer) {
    const siblings = layer.filter((name) => name !== feature);
    const refused = [...higher, ...siblings];
    if (refused.length === 0) continue;
    forbidden.push({
      name: `${feature}-points-right`,
      severity: 'error',
      from: { path: `^src/${feature}/` },
      to: { path: `^src/(${refused.join('|')}|app\\.module)` },
    });
  }
});

export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
