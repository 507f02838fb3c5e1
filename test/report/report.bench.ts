/** Time and size of the page of 1000 models that all differ, beside what it is a page of. Run by `npm run bench`. */
import { expect, test } from '@jest/globals';
import { report, synthesise, type Synthesis } from '../../lib';
import { differentModels } from './support/different';

/** Most that the page may take of the time of the synthesis. */
const mostOfSynthesis = 0.3;
/** Most by which four times the models may lengthen it. */
const mostGrowth = 6;
/** Most bytes of the page of 1000 models. */
const mostBytes = 6_000_000;

/** Seconds of processor time, so that other work on the machine does not count. */
function seconds<T>(work: () => T): readonly [number, T] {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1e6, result];
}

/** The page, and the fastest of some runs. */
function page(synthesis: Synthesis): readonly [number, string] {
  const runs = Array.from({ length: 3 }, () => seconds(() => report(synthesis)));
  return [Math.min(...runs.map(([time]) => time)), runs[0]?.[1] ?? ''];
}

test('the page of 1000 different models is a small part of the work, and grows with the models', () => {
  const [fewPage] = page(synthesise(differentModels(250)));
  const [whole, synthesis] = seconds(() => synthesise(differentModels(1000)));
  const [time, html] = page(synthesis);
  const bytes = Buffer.byteLength(html);
  process.stdout.write(
    `the page of 1000 different models: ${time.toFixed(2)} s, ${(time / whole).toFixed(2)} of the synthesis (at most ${mostOfSynthesis}), growth from 250 ${(time / fewPage).toFixed(2)} (at most ${mostGrowth}), ${(bytes / 1e6).toFixed(2)} MB (at most ${mostBytes / 1e6})\n`,
  );
  expect(time / whole).toBeLessThan(mostOfSynthesis);
  expect(time / fewPage).toBeLessThan(mostGrowth);
  expect(bytes).toBeLessThan(mostBytes);
}, 300_000);
