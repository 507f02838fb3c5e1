/** Constructs → manifests: all of them, in an order that does not depend on who was added first. */
import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import { object } from '../../lib/kubernetes/draw/object';
import { titles } from '../constructs/support/drawn';

const steps: readonly ((scope: Construct) => unknown)[] = [
  (scope) => object(scope, 'd', 'Deployment', { metadata: { name: 'a', namespace: 'n' } }),
  (scope) => object(new Construct(scope, 'deep'), 's', 'ServiceAccount', { metadata: { name: 'a', namespace: 'n' } }),
  (scope) => object(scope, 'b', 'ConfigMap', { metadata: { name: 'b', namespace: 'n' } }),
  (scope) => object(scope, 'a', 'ConfigMap', { metadata: { name: 'a', namespace: 'n' } }),
  (scope) => object(scope, 'n', 'Namespace', { metadata: { name: 'n' } }),
];

function draw(order: readonly ((scope: Construct) => unknown)[]) {
  const chart = new Chart(new App(), 'chart');
  for (const step of order) step(chart);
  return manifestsOf(chart);
}

test('what others refer to comes first, however deep it lies', () => {
  expect(titles(draw(steps))).toEqual([
    'Namespace n',
    'ServiceAccount n/a',
    'ConfigMap n/a',
    'ConfigMap n/b',
    'Deployment n/a',
  ]);
});

test('the order in which constructs were added does not show', () => {
  expect(draw([...steps].reverse())).toEqual(draw(steps));
});

test('a construct without objects gives none', () => {
  expect(draw([])).toEqual([]);
});
