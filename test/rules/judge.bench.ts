/** Time of all rules as the objects grow: a ratio of one run. Run by `npm run bench`, which prints the times too. */
import { expect, test } from '@jest/globals';
import { judge } from '../../lib/rules/judge';
import { changed } from './fixtures/verdict';

/** Most by which four times the objects may lengthen the rules: linear, and a margin for memory. */
const mostGrowth = 6;

/** An environment's manifests many times over, each copy in namespaces of its own. */
function copied(times: number): Parameters<typeof judge>[0] {
  const { charts, plan } = changed();
  const copies = Array.from({ length: times }, (_, i) =>
    charts.map(({ name, wave, manifests }) => ({
      name: `${name}-${i}`,
      wave,
      manifests: JSON.parse(JSON.stringify(manifests).replaceAll(/"(llm-serving|model-store)"/g, `"$1-${i}"`)),
    })),
  );
  return { charts: copies.flat(), plan };
}

/** Seconds of processor time, so that other work on the machine does not count. */
function seconds(input: Parameters<typeof judge>[0]): number {
  const runs = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage();
    judge(input, []);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return Math.min(...runs);
}

test('four times the objects take little more than four times as long', () => {
  const [few, many] = [copied(25), copied(100)];
  const count = ({ charts }: Parameters<typeof judge>[0]): number =>
    charts.flatMap(({ manifests }) => manifests).length;
  const [short, long] = [seconds(few), seconds(many)];
  process.stdout.write(
    `all rules: ${count(few)} objects ${short.toFixed(2)} s, ${count(many)} objects ${long.toFixed(2)} s, growth ${(long / short).toFixed(2)} (at most ${mostGrowth})\n`,
  );
  expect(count(many)).toBeGreaterThan(3400);
  expect(long / short).toBeLessThan(mostGrowth);
});
