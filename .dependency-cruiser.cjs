/** The imports between folders, from the table that ARCHITECTURE.md shows. */

/** Folders of lib from the ground up, each with the folders that it may import. */
const { lib } = require('./scripts/reference/folders.json');

const folderRules = lib.map(({ folder, imports, synthesis = false }) => ({
  name: `${folder}-imports`,
  severity: 'error',
  comment: `lib/${folder} may import: ${[...(synthesis ? ['a synthesis'] : []), ...imports].join(', ') || 'nothing of ours'}`,
  from: { path: `^lib/${folder}/` },
  to: {
    path: '^(lib|overlays|deploy|scripts|test|main)',
    pathNot: `^lib/((${[folder, ...imports].join('|')})/${synthesis ? '|synthesise\\.ts$' : ''})`,
  },
}));

const doorRules = lib.map(({ folder }) => ({
  name: `${folder}-has-one-door`,
  severity: 'error',
  comment: `lib/${folder} is used through its index.ts`,
  from: { path: '^lib/', pathNot: `^lib/${folder}/` },
  to: {
    path: `^lib/${folder}/`,
    // The public names of the constructs are their index; the rest of the library uses a few more.
    pathNot: `^lib/${folder}/(${folder === 'constructs' ? 'index|internal' : 'index'})\\.ts$`,
  },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    ...doorRules,
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
      name: 'services-import-types-of-corral',
      severity: 'error',
      comment: 'a service is one small file: types of the public API, modules of Node, and its own',
      from: { path: '^services/' },
      to: {
        path: '^(lib|overlays|deploy|scripts|test|main)|node_modules',
        pathNot: '^lib/index\\.ts$|node_modules/@types/node/',
      },
    },
    {
      name: 'services-load-nothing-of-corral',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^lib/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'lib-imports-nothing-above',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(overlays|deploy|scripts|services|test|main)' },
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
