#!/usr/bin/env node
/** The program `corral`. Plain JavaScript, so that an old Node gets a sentence. */
'use strict';

const oldest = /(\d+)\.(\d+)/.exec(require('../package.json').engines.node).slice(1).map(Number);
const running = process.versions.node.split('.').map(Number);

if (running[0] < oldest[0] || (running[0] === oldest[0] && running[1] < oldest[1])) {
  process.stderr.write(
    `node: version ${process.versions.node} is too old, at least ${oldest.join('.')} is needed.\n` +
      '  fix: install a newer Node: https://nodejs.org\n  [NodeTooOld]\n',
  );
  process.exit(3);
}

require('./compiled.js').compileLess(process.argv[2]);
require('./program.js').corral(process.argv.slice(2));
