/** The arrows of the house: a room imports only rooms below it. */

/** Rooms from the ground up, each with the rooms that it may import. */
const rooms = {
  core: [],
  catalog: ['core'],
  gguf: ['core', 'catalog'],
  engines: ['core', 'catalog'],
  workload: ['core'],
  sizing: ['core', 'catalog', 'gguf', 'engines', 'workload'],
  environment: ['core', 'catalog', 'engines'],
  plan: ['core', 'catalog', 'gguf', 'engines', 'workload', 'sizing', 'environment'],
  kubernetes: ['core'],
  programs: ['core', 'catalog'],
  constructs: ['core', 'catalog', 'engines', 'workload', 'sizing', 'kubernetes', 'programs'],
  charts: [
    'core',
    'catalog',
    'engines',
    'workload',
    'sizing',
    'environment',
    'plan',
    'kubernetes',
    'programs',
    'constructs',
  ],
  rules: ['core', 'catalog', 'engines', 'workload', 'environment', 'plan', 'kubernetes'],
};

/** Rooms of what leaves a synthesis, which they take as it is. */
const exits = {
  delivery: ['core', 'workload', 'sizing', 'environment', 'plan', 'kubernetes', 'charts', 'render'],
  diff: ['core', 'catalog', 'workload', 'sizing', 'environment', 'plan', 'kubernetes', 'delivery'],
  preflight: ['core', 'environment', 'plan', 'kubernetes', 'render', 'delivery', 'inventory'],
};

/** Rooms that look at a live cluster: what it has, and a first overlay from it. */
const views = {
  inventory: ['core', 'environment', 'kubernetes'],
  discover: ['core', 'catalog', 'environment', 'plan', 'inventory'],
};

const roomRules = Object.entries({ ...rooms, ...views }).map(([room, allowed]) => ({
  name: `${room}-imports-only-rooms-below`,
  severity: 'error',
  comment: `lib/${room} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: `^lib/${room}/` },
  to: { path: '^(lib|overlays|deploy|scripts|test|main)', pathNot: `^lib/(${[room, ...allowed].join('|')})/` },
}));

const exitRules = Object.entries(exits).map(([room, allowed]) => ({
  name: `${room}-imports-only-rooms-below`,
  severity: 'error',
  comment: `lib/${room} may import a synthesis and: ${allowed.join(', ')}`,
  from: { path: `^lib/${room}/` },
  to: {
    path: '^(lib|overlays|deploy|scripts|test|main)',
    pathNot: `^lib/((${[room, ...allowed].join('|')})/|synthesise\\.ts$)`,
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...exitRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'lib-has-no-edges',
      severity: 'error',
      comment: 'lib never reads the disk, the network or a process; only main.ts, deploy/ and scripts/ do',
      from: { path: '^lib/' },
      to: { path: '^(node:)?(fs|http|https|net|child_process|os|dns)(/|$)' },
    },
    {
      name: 'values-and-commands-use-the-public-api',
      severity: 'error',
      comment: 'overlays, scripts and deploy import lib/index.ts, so that it stays what others can use',
      from: { path: '^(overlays|scripts|deploy|main\\.ts)' },
      to: { path: '^lib/', pathNot: '^lib/index\\.ts$' },
    },
    {
      name: 'lib-imports-nothing-above',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(overlays|deploy|scripts|test|main)' },
    },
    {
      name: 'kubernetes-models-are-types',
      severity: 'error',
      comment: 'the package is ESM with types that we need and code that we must not load',
      from: {},
      to: { path: 'node_modules/kubernetes-models', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      from: { path: '^(lib|overlays|deploy|main\\.ts)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types'] },
  },
};
