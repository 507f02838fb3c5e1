/**
 * Prints what a run showed as one table, and with `FIGURES=write` writes it into a page of docs/explanation, which the
 * configuration names: a run of some files replaces its own rows and leaves the others. Says nothing of a run that failed.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { cpus } = require('node:os');

const { receiveFigures } = require('./post.cjs');

/** Sentence of a claim → its amounts by noun, over all test files. */
const figures = new Map();

function add(ofOneFile) {
  for (const [claim, amounts] of ofOneFile) {
    const known = figures.get(claim) ?? {};
    const sums = Object.entries(amounts).map(([noun, amount]) => [
      noun,
      noun.startsWith('%') ? amount : amount + (known[noun] ?? 0),
    ]);
    figures.set(claim, { ...known, ...Object.fromEntries(sums) });
  }
}

const shown = ([noun, amount]) => {
  if (noun.startsWith('seconds')) return `${amount.toFixed(1)} s${noun.slice('seconds'.length)}`;
  return noun.startsWith('%') ? `${Math.round(amount)} ${noun}` : `${amount} ${noun}`;
};

/** Claims that this run has shown, with their figures as a text. */
const shownNow = () =>
  [...figures].flatMap(([claim, amounts]) =>
    Object.keys(amounts).length === 0 ? [] : [[claim, Object.entries(amounts).map(shown).join(' · ')]],
  );

const table = (rows) =>
  ['| what is shown | figures |', '|---|---|', ...rows.map(([claim, text]) => `| ${claim} | ${text} |`)].join('\n');

const duration = (milliseconds) => {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const [begin, end] = ['<!-- figures -->', '<!-- /figures -->'];

/** The page with these rows; those of other claims stay as they are. */
function updated(page, rows, summary) {
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  const former = page.slice(from, to);
  const known = new Map([...former.matchAll(/^\| (.+?) \| (.*\d.*) \|$/gm)].map(([, claim, text]) => [claim, text]));
  for (const [claim, text] of rows) known.set(claim, text);
  const all = [...figures.keys()].flatMap((claim) => (known.has(claim) ? [[claim, known.get(claim)]] : []));
  const told =
    rows.length === figures.size
      ? summary
      : former.trim().split('\n')[0].startsWith('|')
        ? ''
        : former.trim().split('\n')[0];
  return `${page.slice(0, from)}\n${told === '' ? '' : `${told}\n\n`}${table(all)}\n${page.slice(to)}`;
}

module.exports = class FiguresReporter {
  constructor({ rootDir }, { page }) {
    this.page = join(rootDir, 'docs', 'explanation', page);
  }

  async onRunStart() {
    this.stop = await receiveFigures(add);
  }

  onRunComplete(_contexts, { numFailedTests, numFailedTestSuites, numPassedTests, startTime }) {
    this.stop();
    const rows = shownNow();
    if (numFailedTests + numFailedTestSuites > 0 || rows.length === 0) return;
    const summary = `${numPassedTests} tests took ${duration(Date.now() - startTime)} on ${cpus().length} cores.`;
    process.stdout.write(`\nWhat this run showed\n\n${summary}\n\n${table(rows)}\n`);
    if (process.env.FIGURES === 'write')
      writeFileSync(this.page, updated(readFileSync(this.page, 'utf8'), rows, summary));
  }
};
