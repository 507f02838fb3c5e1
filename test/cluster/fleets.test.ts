/**
 * What the plan says of random environments that are nearly full is what the scheduler does. `FLEETS=200` asks for
 * more, `SEED` for others.
 */
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { runLane, type Tried } from './fleets/lane';
import { count as prove } from './claims';
import { Report } from '../figures/report';

const minutes = 60_000;
const count = Number(process.env['FLEETS'] ?? 40);
const seed = Number(process.env['SEED'] ?? 20261121);
/** Control planes side by side. Half of a rollout is waiting until a pod counts as available, so two for a core. */
const lanes = Number(process.env['LANES'] ?? 2 * availableParallelism());

const report = new Report('Random environments: the plan against the scheduler', 'verdict');

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);
afterAll(() => report.print());

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((x, y) => x - y)[Math.floor(numbers.length / 2)] ?? 0;
const percent = (part: number): string => `${Math.round(part * 100)} %`;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** How the GPUs of an environment are shared. */
const sharings = ({ nodePools }: EnvironmentInput): readonly string[] =>
  Object.values(nodePools).flatMap(({ sharing }) => sharing?.by ?? []);

function note(tried: readonly Tried[]): void {
  for (const verdict of new Set(tried.map(({ fits }) => fits))) {
    const those = tried.filter(({ fits }) => fits === verdict);
    report.note(verdict, 'environments', those.length);
    report.note(verdict, 'with shared GPUs', those.filter(({ full }) => sharings(full.input).length > 0).length);
    report.note(
      verdict,
      'orders with pods that wait',
      `${sum(those.map(({ stuckOrders }) => stuckOrders))} of ${sum(those.map(({ orders }) => orders))}`,
    );
    report.note(verdict, 'nodes drained', sum(those.map(({ drained }) => drained)));
  }
}

test(
  `${count} environments of seed ${seed}`,
  async () => {
    const share = (lane: number): number => Math.floor(count / lanes) + (lane < count % lanes ? 1 : 0);
    const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(share(lane), seed + lane)));
    const tried = results.flatMap((result) => result.tried);
    note(tried);
    const use = median(tried.map(({ full: { asked, offered } }) => asked / offered));
    const nearlyFull =
      tried.filter(({ full: { asked, offered } }) => asked <= offered && offered - asked <= 1).length / tried.length;
    report.note('all', 'environments', tried.length);
    report.note('all', 'median GPU use', percent(use));
    report.note('all', 'within one GPU of full', percent(nearlyFull));

    expect(results.flatMap(({ counterexample }) => counterexample ?? [])).toEqual([]);
    expect(tried).toHaveLength(count);
    expect(use).toBeGreaterThanOrEqual(0.8);
    expect(nearlyFull).toBeGreaterThanOrEqual(0.2);
    const sometimes = tried.filter(({ fits }) => fits === 'in some order');
    if (sometimes.length >= 5) expect(sum(sometimes.map(({ stuckOrders }) => stuckOrders))).toBeGreaterThan(0);
    prove('fleets', {
      environments: tried.length,
      'scheduling orders': sum(tried.map(({ orders }) => orders)),
      'nodes drained': sum(tried.map(({ drained }) => drained)),
      disagreements: sum(tried.map(({ disagreements }) => disagreements.length)),
      '% of GPUs requested, in the median': use * 100,
      '% within one GPU of full': nearlyFull * 100,
    });
  },
  Math.max(30, count) * minutes,
);
