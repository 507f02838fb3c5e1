/**
 * Starts a command: `node scripts/run.cjs synth --env local`. Plain JavaScript, so that an old Node and a missing `npm
 * ci` get a sentence.
 */
'use strict';

const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..');
const oldest = /(\d+)\.(\d+)/.exec(require('../package.json').engines.node).slice(1).map(Number);
const running = process.versions.node.split('.').map(Number);

function refuse(at, found, fix, code) {
  process.stderr.write(`${at}: ${found}.\n  fix: ${fix}\n  [${code}]\n`);
  process.exit(3);
}

if (running[0] < oldest[0] || (running[0] === oldest[0] && running[1] < oldest[1])) {
  refuse(
    'node',
    `version ${process.versions.node} is too old, at least ${oldest.join('.')} is needed`,
    'install a newer Node: https://nodejs.org',
    'NodeTooOld',
  );
}
if (!['tsx', 'cdk8s', 'rolldown'].every((name) => fs.existsSync(path.join(root, 'node_modules', name)))) {
  refuse(
    path.join(root, 'node_modules'),
    'the packages are not installed',
    `cd ${root} && npm ci --ignore-scripts`,
    'PackagesMissing',
  );
}

/** Commands that only this repository has run from their source; the others are the program `corral`, as it is built. */
const ofRepository = ['bump', 'reference', 'field-types', 'toolchain', 'bench'];

async function runProgram(words) {
  const { buildJavaScript } = await import('./build/javascript-if-stale.mjs');
  await buildJavaScript();
  require('../build/compiled.js').compileLess(words[0]);
  require('../build/program.js').run(words, root, ofRepository);
}

if (ofRepository.includes(process.argv[2])) {
  require('tsx/cjs/api').register();
  void require('./start.ts');
} else {
  void runProgram(process.argv.slice(2));
}
