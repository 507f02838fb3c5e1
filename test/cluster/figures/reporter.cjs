/** Prints what a run proved as one table, and writes it into README.md when `FIGURES=write` asks for it. Says nothing of a run that failed. */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { cpus } = require('node:os');

/** Filled by the jest environment. */
const figures = (globalThis[Symbol.for('corral.figures')] ??= new Map());

const shown = ([noun, amount]) => {
  if (noun.startsWith('seconds')) return `${amount.toFixed(1)} s${noun.slice('seconds'.length)}`;
  return noun.startsWith('%') ? `${Math.round(amount)} ${noun}` : `${amount} ${noun}`;
};

const table = () => ['| what is shown | figures |', '|---|---|', ...[...figures].sort(([a], [b]) => a - b)
  .map(([, { claim, amounts }]) => `| ${claim} | ${Object.entries(amounts).map(shown).join(' · ')} |`)].join('\n');

const duration = (milliseconds) => {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const [begin, end] = ['<!-- figures -->', '<!-- /figures -->'];

module.exports = class FiguresReporter {
  constructor({ rootDir }) {
    this.readme = join(rootDir, 'README.md');
  }

  onRunComplete(_contexts, { numFailedTests, numFailedTestSuites, numPassedTests, startTime }) {
    if (numFailedTests + numFailedTestSuites > 0 || figures.size === 0) return;
    const text = `${numPassedTests} tests took ${duration(Date.now() - startTime)} on ${cpus().length} cores.\n\n${table()}`;
    process.stdout.write(`\nWhat this run showed\n\n${text}\n`);
    if (process.env.FIGURES === 'write') {
      const readme = readFileSync(this.readme, 'utf8');
      writeFileSync(this.readme, `${readme.slice(0, readme.indexOf(begin) + begin.length)}\n${text}\n${readme.slice(readme.indexOf(end))}`);
    }
  }
};
