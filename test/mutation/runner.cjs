const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const TestRunner = require('jest-runner').default;

const ROOT = join(__dirname, '../..');
/**
 * Where the run of all tests, which comes before the mutants, leaves how long each file took and the full names of its
 * tests.
 */
const FILES = join(ROOT, '.mutation-tests.json');

/** The files that killed a mutant in this process, latest first: the next mutant stands beside it. */
let killers = [];

/**
 * Runs for a mutant only the files with a test that reaches it, and none after the first that fails. Stryker passes the
 * names of those tests and cannot stop at a failure; jest alone would load every file to find them, which takes longer
 * than running them.
 */
module.exports = class extends TestRunner {
  constructor(globalConfig, context) {
    super(globalConfig, context);
    this.wanted = globalConfig.testNamePattern;
  }

  async runTests(tests, watcher, options) {
    if (!existsSync(FILES)) await this.runFirst(tests, watcher, options);
    else if (this.wanted) await this.runMutant(tests, watcher, options, new RegExp(this.wanted, 'i'));
    else await super.runTests(tests, watcher, options);
  }

  async runFirst(tests, watcher, options) {
    const files = {};
    this.on('test-file-success', ([{ path }, { perfStats, testResults }]) => {
      files[relative(ROOT, path)] = {
        milliseconds: perfStats.end - perfStats.start,
        names: testResults.map(({ fullName }) => fullName),
      };
    });
    await super.runTests(tests, watcher, options);
    writeFileSync(FILES, JSON.stringify(files));
  }

  async runMutant(tests, watcher, options, wanted) {
    const files = JSON.parse(readFileSync(FILES, 'utf8'));
    const of = ({ path }) => files[relative(ROOT, path)];
    const rank = ({ path }) => (killers.includes(path) ? killers.indexOf(path) : killers.length);
    let killed = false;
    this.on('test-file-success', ([{ path }, { numFailingTests, testExecError }]) => {
      killed = numFailingTests > 0 || testExecError !== undefined;
      if (killed) killers = [path, ...killers.filter((other) => other !== path)];
    });
    const reaching = tests.filter((test) => of(test)?.names.some((name) => wanted.test(name)));
    for (const test of reaching.toSorted((a, b) => rank(a) - rank(b) || of(a).milliseconds - of(b).milliseconds)) {
      if (killed) return;
      await super.runTests([test], watcher, options);
    }
  }
};
