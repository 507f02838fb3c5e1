/**
 * `npm run test:engines`: Jest with the configuration beside this file. `--full`, which Jest does not know, becomes
 * ALL=1: every combination runs.
 */
const { join } = require('node:path');
const { run } = require('jest');

const words = process.argv.slice(2);
if (words.includes('--full')) process.env.ALL = '1';
void run(['--config', join(__dirname, 'engines.cjs'), ...words.filter((word) => word !== '--full')]);
