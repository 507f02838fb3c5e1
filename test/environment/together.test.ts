/** Environments that can live beside each other, on one cluster or on several. */
import { expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib/environment/complete';
import type { Environment } from '../../lib/environment/environment';
import { checkTogether } from '../../lib/environment/together';
import { base, changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

function environmentOf(input: unknown): Environment {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new Error(reportOf(faults));
  return environment;
}

const first = environmentOf(base);
const elsewhere = environmentOf(changed([['name'], 'elsewhere'], [['cluster', 'id'], 'second']));
const beside = environmentOf(
  changed(
    [['name'], 'beside'],
    [['cluster', 'namespaces'], { serving: 'beside', store: 'beside-store' }],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'subDir'], 'beside'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [
      ['nodePools'],
      {
        l4: { ...base.nodePools.l4, labels: { team: 'beside' } },
        more: { ...base.nodePools.racks, nodes: ['rack-9'] },
      },
    ],
    [['models'], {}],
    [['ollama'], {}],
  ),
);

test('on clusters of their own, everything may be the same but the name', () => {
  expect(checkTogether([first, elsewhere])).toEqual([]);
});

test('on one cluster, pools that are not apart by a label are told, in either order', () => {
  const told = (environments: readonly Environment[]) =>
    checkTogether(environments).map(({ code, at }) => `${code} ${at}`);
  expect(told([first, beside])).toEqual(Array.from({ length: 4 }, () => 'PoolsOverlap beside.nodePools.l4'));
  expect(told([beside, first])).toHaveLength(4);
});

test('on one cluster, with everything apart', () => {
  const { more } = beside.nodePools;
  expect(more).toBeDefined();
  expect(checkTogether([first, { ...beside, nodePools: more === undefined ? {} : { more } }])).toEqual([]);
});

test('each of three is held against each other', () => {
  expect(checkTogether([first, first, first]).filter(({ code }) => code === 'EnvironmentTwice')).toHaveLength(3);
});
