/**
 * The runtime of `npm test`, which loads packages, the library and the overlays once for all files of a worker (ADR
 * 35). A test file that replaces modules or defines kinds has modules of its own.
 */
const { readFileSync } = require('node:fs');
const { join, sep } = require('node:path');
const Runtime = require('jest-runtime').default;

const root = join(__dirname, '..', '..');
const sharedFolders = ['node_modules', 'lib', 'overlays'].map((folder) => join(root, folder) + sep);
const changesModules = /\bjest\.(mock|doMock|isolateModules|resetModules)\(|\bdefineKinds\(/;

/** Exports of the shared modules, and the source maps for the stacks of their errors, by path. */
const modules = new Map();
const sourceMaps = new Map();
/** The runtime of the file that runs. */
let current;

module.exports = class SharingRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const [, , , , , , testPath] = args;
    this.shares = !changesModules.test(readFileSync(testPath, 'utf8'));
    for (const [path, map] of sourceMaps) this.getSourceMaps().set(path, map);
    current = this;
  }

  requireModule(from, name, options, isRequireActual) {
    // oxlint-disable-next-line no-underscore-dangle -- jest's name
    const resolution = this._resolution;
    const load = () => super.requireModule(from, name, options, isRequireActual);
    if (!this.shares || name === undefined || options?.isInternalModule || resolution.isCoreModule(name)) return load();
    const path = resolution.resolveCjs(from, name);
    if (!sharedFolders.some((folder) => path.startsWith(folder))) return load();
    if (!modules.has(path)) modules.set(path, load());
    return modules.get(path);
  }

  // A shared module that loads another one in a function, later, asks the runtime that loaded it.
  requireModuleOrMock(from, name) {
    return this === current ? super.requireModuleOrMock(from, name) : current.requireModuleOrMock(from, name);
  }

  teardown() {
    for (const [path, map] of this.getSourceMaps()) sourceMaps.set(path, map);
    super.teardown();
  }
};
