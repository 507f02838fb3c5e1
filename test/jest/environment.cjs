/**
 * jest's environment for Node, with three costs of Node 20 removed that each test file would pay again (ADR 35):
 * code that V8 has parsed before is not parsed again, globals are found without a trap, and no storage of an earlier
 * file is kept up to date.
 */
const hooks = require('node:async_hooks');
const vm = require('node:vm');

const { compileFunction, createContext } = vm;
const parsed = new Map();
vm.compileFunction = (code, parameters, options) => {
  const known = parsed.get(options.filename);
  if (known?.code === code) return compileFunction(code, parameters, { ...options, cachedData: known.data });
  const made = compileFunction(code, parameters, { ...options, produceCachedData: true });
  parsed.set(options.filename, { code, data: made.cachedData });
  return made;
};
vm.createContext = () => createContext(vm.constants?.DONT_CONTEXTIFY);

// jest makes one for each file, and Node 20 copies the values of all of them to each promise.
const storages = new Set();
hooks.AsyncLocalStorage = class extends hooks.AsyncLocalStorage {
  constructor(options) {
    super(options);
    storages.add(this);
  }
};

// Loads after the changes above, since it keeps what it finds.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  endStorages() {
    for (const storage of storages) storage.disable();
    storages.clear();
  }

  async teardown() {
    this.endStorages();
    await super.teardown();
  }
};
