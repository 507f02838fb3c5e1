/** The imports between folders: a folder imports only folders below it. */

/** What is known of objects, how they are read, and what is drawn. */
const manifests = ['kubernetes/kinds', 'kubernetes/read', 'kubernetes/draw'];

/** Rooms from the ground up, each with the rooms that it may import. */
const rooms = {
  core: [],
  'kubernetes/kinds': ['core'],
  'kubernetes/read': ['core', 'kubernetes/kinds'],
  'kubernetes/draw': ['core', 'kubernetes/kinds', 'kubernetes/read'],
  catalog: ['core'],
  gguf: ['core', 'catalog'],
  workload: ['core', 'catalog'],
  schema: ['core', 'workload'],
  sizing: ['core', 'catalog', 'gguf', 'workload'],
  programs: ['core', 'catalog'],
  engines: ['core', 'catalog', 'schema', 'gguf', 'workload', 'sizing', 'programs'],
  environment: ['core', 'kubernetes/kinds', 'catalog', 'schema', 'workload', 'engines'],
  plan: ['core', 'kubernetes/kinds', 'catalog', 'gguf', 'workload', 'sizing', 'programs', 'engines', 'environment'],
  constructs: ['core', 'kubernetes/kinds', 'kubernetes/draw', 'catalog', 'workload', 'sizing', 'programs', 'engines'],
  charts: [
    'core',
    'kubernetes/kinds',
    'kubernetes/draw',
    'catalog',
    'workload',
    'sizing',
    'programs',
    'engines',
    'environment',
    'plan',
    'constructs',
  ],
  rules: ['core', ...manifests, 'catalog', 'workload', 'engines', 'environment', 'plan'],
};

/** Rooms of what leaves a synthesis, which they take as it is. */
const exits = {
  delivery: ['core', 'workload', 'sizing', 'environment', 'plan', ...manifests, 'render'],
  diff: ['core', 'catalog', 'workload', 'sizing', 'engines', 'environment', 'plan', ...manifests, 'delivery'],
  preflight: ['core', 'workload', 'environment', 'plan', ...manifests, 'render', 'delivery', 'inventory'],
};

/** Rooms that look at a live cluster: what it has, and a first overlay from it. */
const views = {
  inventory: ['core', 'environment', 'kubernetes/kinds', 'kubernetes/read'],
  discover: ['core', 'kubernetes/kinds', 'catalog', 'workload', 'environment', 'plan', 'inventory'],
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
      to: { circular: true },
    },
    {
      name: 'only-drawing-loads-cdk8s',
      severity: 'error',
      comment: 'what reads manifests needs no cdk8s, so that a command or a controller that only reads starts fast',
      from: { path: '^lib/', pathNot: '^lib/(kubernetes/draw|constructs|charts)/|^lib/[a-z]+\\.ts$' },
      to: { path: 'node_modules/(cdk8s|constructs)' },
    },
    {
      name: 'lib-has-no-edges',
      severity: 'error',
      comment: 'lib never reads the disk, the network or a process; only main.ts, deploy/ and scripts/ do',
      from: { path: '^lib/' },
      to: { path: '^(node:)?(fs|http|https|net|child_process|os|dns)(/|$)' },
    },
    {
      name: 'overlays-use-the-public-api',
      severity: 'error',
      comment: "overlays import the package by its name, as in a repository of one's own",
      from: { path: '^(overlays|main\\.ts)' },
      to: { path: '^(lib|scripts)/', pathNot: '^(lib/(constructs/)?index|scripts/program)\\.ts$' },
    },
    {
      name: 'commands-use-two-files-of-lib',
      severity: 'error',
      comment: 'scripts and deploy import the public API, and what lib/internal.ts gives them beside it',
      from: { path: '^(scripts|deploy)' },
      to: { path: '^lib/', pathNot: '^lib/(index|internal)\\.ts$' },
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
      comment: 'these packages have types that we need, and code, partly ESM, that we must not load',
      from: {},
      to: { path: 'node_modules/(@kubernetes-models|kubernetes-models)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      comment: 'what is not in the bundle is a dependency or a peer; scripts/build/javascript.mjs says what is',
      from: { path: '^(lib|overlays|deploy|main\\.ts)' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
        pathNot: 'node_modules/(fastest-levenshtein|js-yaml|zod)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types'] },
  },
};
