/** The arithmetic of the page about costs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { instances } from '../../lib/catalog/instances';
import { hoursPerMonth } from '../../lib/plan/cost/cost';

const page = readFileSync(join(__dirname, '../../docs/explanation/cost.md'), 'utf8');
const number = (text: string | undefined): number => Number((text ?? '').replaceAll(/[ $]/g, ''));
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| component'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the table of the document is multiplied out', () => {
  const machines = rows.filter(([, machine]) => machine !== '');
  expect(machines).toHaveLength(2);
  for (const [, , nodes, claimed, hourly, monthly, factor] of machines) {
    expect(Math.round(number(nodes) * number(hourly) * hoursPerMonth)).toBe(number(monthly));
    expect((number(monthly) / number(claimed)).toFixed(1)).toBe(factor);
  }
  const [total] = rows.filter(([component]) => component === 'both');
  expect(number(total?.[5])).toBe(machines.reduce((sum, row) => sum + number(row[5]), 0));
  expect(number(total?.[3])).toBe(machines.reduce((sum, row) => sum + number(row[3]), 0));
  const [all] = rows.filter(([component]) => component === 'all');
  expect(number(all?.[3])).toBe(number(total?.[3]) + 80 + 50);
  expect(number(all?.[5])).toBe(number(total?.[5]) + 80 + 50);
  expect((number(all?.[5]) / number(all?.[3])).toFixed(1)).toBe(all?.[6]);
});

test('prices on the page are those of the catalogue', () => {
  for (const [type, usd] of [
    ['c5.4xlarge', 0.68],
    ['c5.xlarge', 0.17],
    ['g5.2xlarge', 1.212],
    ['g6.2xlarge', 0.9776],
  ] as const) {
    expect(instances[`aws/${type}`].onDemand?.usdPerHour).toBe(usd);
    expect(page).toContain(`${usd}`);
  }
});

test('the range of spot prices is multiplied out', () => {
  const month = (count: number, usd: number): number => count * usd * hoursPerMonth;
  const [low, high] = [month(3, 0.371) + month(5, 0.3 * 0.68), month(3, 0.752) + month(5, 0.5 * 0.68)];
  expect(page).toContain(`$1 557 to $2 888`);
  expect([Math.round(low), Math.round(high)]).toEqual([1557, 2888]);
});
