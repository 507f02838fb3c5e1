/**
 * Makes a run compile less, which is half of its processor time otherwise: code that is compiled is kept for the next
 * run, and only functions that run long are optimised. Node 22.8 and newer keep code themselves; Node 20 leaves it to
 * `vm.Script`.
 */
'use strict';

const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('fs');
const Module = require('module');
const { dirname, join, sep } = require('path');
const { setFlagsFromString } = require('v8');
const { constants, Script } = require('vm');

/**
 * Flags of V8 by release of Node: a function is optimised after eight times the work that is the default. The optimiser
 * takes more processor time than it saves: a third of a run of a few environments, and a quarter of one of 1000 models.
 * A release that is not here keeps its defaults, since V8 prints an error for a flag that it does not know.
 */
const lateOptimisation = {
  20: ['--interrupt-budget=1000000'],
  22: ['--invocation-count-for-maglev=3200', '--invocation-count-for-turbofan=24000'],
  24: ['--invocation-count-for-maglev=3200', '--invocation-count-for-turbofan=24000'],
};

/** Beside the packages that hold the program; in this repository, beside its own. */
function cacheFolder() {
  const parts = __dirname.split(sep);
  const packages = parts.lastIndexOf('node_modules');
  const root = packages === -1 ? join(__dirname, '..') : parts.slice(0, packages).join(sep);
  return join(root, 'node_modules', '.cache', 'corral');
}

/** Code by key, in one file: a line of JSON with the length of each, then the code of all. */
function readAll(file) {
  try {
    const bytes = readFileSync(file);
    let start = bytes.indexOf('\n') + 1;
    return new Map(
      JSON.parse(bytes.subarray(0, start).toString()).map(([key, length]) => [
        key,
        bytes.subarray(start, (start += length)),
      ]),
    );
  } catch {
    return new Map();
  }
}

/** Written whole or not at all; a folder that cannot be written costs time at the next run, and nothing else. */
function writeAll(file, codes) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const lengths = codes.map(([key, code]) => [key, code.length]);
    const partial = `${file}.${process.pid}`;
    writeFileSync(
      partial,
      Buffer.concat([Buffer.from(`${JSON.stringify(lengths)}\n`), ...codes.map(([, code]) => code)]),
    );
    renameSync(partial, file);
  } catch {
    // Nothing is kept.
  }
}

/** Not the user's own code, whose source maps Node reads, and not what `Module.wrap` would break. */
const isKept = (filename, text) =>
  filename.endsWith('.js') &&
  !text.startsWith('#!') &&
  (filename.startsWith(__dirname) || filename.includes(`${sep}node_modules${sep}`));

/** By the times of the file too: a hash of all texts takes as long as a part of what is saved. */
function keyOf(filename, text) {
  const { mtimeMs, ctimeMs } = statSync(filename);
  return [filename, text.length, mtimeMs, ctimeMs].join(' ');
}

/** `file` - holds what one command loads */
function keepIn(file) {
  const { _compile: compile } = Module.prototype;
  const known = readAll(file);
  const scripts = new Map();
  let isNew = false;

  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  Module.prototype._compile = function (text, filename) {
    if (!isKept(filename, text)) return compile.call(this, text, filename);
    const key = keyOf(filename, text);
    const script = new Script(Module.wrap(text), {
      filename,
      cachedData: known.get(key),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    isNew ||= !known.has(key) || script.cachedDataRejected === true;
    scripts.set(key, script);
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, dirname(filename));
  };
  // At the end: by then the functions that run are compiled as well.
  process.on('exit', () => {
    if (isNew)
      writeAll(
        file,
        [...scripts].map(([key, script]) => [key, script.createCachedData()]),
      );
  });
}

/** Sets up this process, before it loads anything. `command` - the word that names it; each keeps a file of its own */
exports.compileLess = (command) => {
  // With other flags, Node would compile these without the code that it carries.
  for (const name of ['child_process', 'crypto', 'os']) require(name);
  const [release] = process.versions.node.split('.');
  for (const flag of lateOptimisation[release] ?? []) setFlagsFromString(flag);
  const folder = join(cacheFolder(), 'code');
  if (Module.enableCompileCache !== undefined) Module.enableCompileCache(folder);
  else if (/^[a-z]+$/.test(command ?? '') && process.env.NODE_DISABLE_COMPILE_CACHE === undefined)
    keepIn(join(folder, `${process.version}-${command}`));
};
