/**
 * Answers that no API server gives: each is one clear fault with a code, and never a pool, a difference or an exception
 * of a program.
 */
import { describe, expect, test } from '@jest/globals';
import { FaultError } from '../../lib';
import { answerOf, inventoryOf, objectsOf, preferredVersionOf, resourcesOf } from '../../lib/internal';
import type { Answers } from '../../lib/inventory/inventory';

const version = { major: '1', minor: '36' };
const groups = { groups: [{ name: 'apps', versions: [{ version: 'v1' }] }] };
const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'a' },
  status: { allocatable: { cpu: '4', memory: '16Gi' }, conditions: [{ type: 'Ready', status: 'True' }] },
};
const objectsAre = (...objects: readonly unknown[]): Answers => ({
  version,
  groups,
  objects: objects as Answers['objects'],
});

const fix =
  'fix: run kubectl again and look at the answer; a proxy before the API server, or a cut connection, changes answers\n  [AnswerNotRead]';

/** What is refused, as a user reads it. */
function refused(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  return 'nothing';
}

const answers: readonly (readonly [string, Answers, string])[] = [
  [
    'half a version',
    { ...objectsAre(), version: { major: '1' } },
    "/version minor: the answer does not have this field.\n  allowed: a number: '36'\n",
  ],
  [
    'a version of words',
    { ...objectsAre(), version: { major: 'one', minor: '36' } },
    "/version major: the answer has 'one'.\n  allowed: a number: '1'\n",
  ],
  [
    'a version that is a text',
    { ...objectsAre(), version: 'v1.36' },
    "/version: the answer has 'v1.36'.\n  allowed: an object\n",
  ],
  [
    'groups that are no list',
    { ...objectsAre(), groups: { groups: {} } },
    '/apis groups: the answer has an object.\n  allowed: a list\n',
  ],
  [
    'no groups',
    { ...objectsAre(), groups: {} },
    '/apis groups: the answer does not have this field.\n  allowed: a list\n',
  ],
  [
    'no metadata',
    objectsAre({ apiVersion: 'v1', kind: 'Node' }),
    'object 0 of the answer metadata: the answer does not have this field.\n  allowed: an object\n',
  ],
  [
    'no name',
    objectsAre({ ...node, metadata: { name: '' } }),
    "object 0 of the answer metadata.name: the answer has ''.\n  allowed: a name\n",
  ],
  ['no object', objectsAre(node, null), 'object 1 of the answer: the answer has null.\n  allowed: an object\n'],
  [
    'labels that are a list',
    objectsAre({ ...node, metadata: { name: 'a', labels: ['x'] } }),
    'Node a metadata.labels: the answer has a list.\n  allowed: an object\n',
  ],
  [
    'a number as label',
    objectsAre({ ...node, metadata: { name: 'a', labels: { x: 1 } } }),
    'Node a metadata.labels.x: the answer has 1.\n  allowed: a text\n',
  ],
  [
    'a quantity of words',
    objectsAre({ ...node, status: { allocatable: { cpu: 'four' } } }),
    "Node a status.allocatable.cpu: the answer has 'four'.\n  allowed: a quantity: 4, 500m, 16Gi\n",
  ],
  [
    'a quantity below zero',
    objectsAre({ ...node, status: { capacity: { memory: '-1Gi' } } }),
    "Node a status.capacity.memory: the answer has '-1Gi'.\n  allowed: a quantity: 4, 500m, 16Gi\n",
  ],
  [
    'taints that are no list',
    objectsAre({ ...node, spec: { taints: 'x' } }),
    "Node a spec.taints: the answer has 'x'.\n  allowed: a list\n",
  ],
  [
    'a taint without a key',
    objectsAre({ ...node, spec: { taints: [{ effect: 'NoSchedule' }] } }),
    'Node a spec.taints[0].key: the answer does not have this field.\n  allowed: a name\n',
  ],
  [
    'conditions of numbers',
    objectsAre({ ...node, status: { conditions: [1] } }),
    'Node a status.conditions[0]: the answer has 1.\n  allowed: an object\n',
  ],
  [
    'a pod that asks for words',
    objectsAre({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'n' },
      spec: { containers: [{ resources: { requests: { cpu: 'x' } } }] },
    }),
    "Pod n/p spec.containers[0].resources.requests.cpu: the answer has 'x'.\n  allowed: a quantity: 4, 500m, 16Gi\n",
  ],
  [
    'a port beyond all',
    objectsAre({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'n' },
      spec: { ports: [{ port: 70_000 }] },
    }),
    'Service n/s spec.ports[0].port: the answer has 70000.\n  allowed: a port number\n',
  ],
  [
    'a priority of text',
    objectsAre({ apiVersion: 'v1', kind: 'PriorityClass', metadata: { name: 'p' }, value: '1' }),
    "PriorityClass p value: the answer has '1'.\n  allowed: a whole number\n",
  ],
  [
    'a class whose options are a text',
    objectsAre({ apiVersion: 'v1', kind: 'StorageClass', metadata: { name: 's' }, mountOptions: 'nolock' }),
    "StorageClass s mountOptions: the answer has 'nolock'.\n  allowed: a list\n",
  ],
];

describe('an answer is refused with', () => {
  test.each(answers)('%s', (_, given, sentence) => {
    expect(refused(() => inventoryOf(given))).toBe(`${sentence}  ${fix}`);
  });

  test('no JSON, as a page of a proxy', () => {
    expect(refused(() => answerOf('<html>Sign in', 'context a: /version'))).toBe(
      `context a: /version: the answer is not whole JSON: it starts with '<html>Sign in' and has 13 characters.\n  ${fix}`,
    );
  });

  test('half of its JSON', () => {
    expect(refused(() => answerOf('{"items": [{"kind":', 'context a: nodes'))).toBe(
      `context a: nodes: the answer is not whole JSON: it starts with '{"items": [{"kind":' and has 19 characters.\n  ${fix}`,
    );
  });

  test('nothing', () => {
    expect(refused(() => answerOf('', 'context a: /apis'))).toBe(`context a: /apis: the answer is empty.\n  ${fix}`);
  });

  test('a list that is none', () => {
    expect(refused(() => objectsOf({ kind: 'NodeList', items: {} }, 'context a: nodes'))).toBe(
      `context a: nodes: its items are an object.\n  allowed: a list\n  ${fix}`,
    );
    expect(refused(() => objectsOf({ kind: 'List' }, 'context a: nodes'))).toBe(
      `context a: nodes: its items are missing.\n  allowed: a list\n  ${fix}`,
    );
    expect(refused(() => objectsOf([], 'context a: nodes'))).toBe(
      `context a: nodes: the answer is an empty list.\n  allowed: an object\n  ${fix}`,
    );
  });

  test('resources that are no list', () => {
    expect(refused(() => resourcesOf({ resources: 1 }, '/apis/a/v1'))).toBe(
      `/apis/a/v1 resources: the answer has 1.\n  allowed: a list\n  ${fix}`,
    );
    expect(refused(() => preferredVersionOf({ groups: [{}] }, 'a'))).toContain(
      '/apis groups[0].name: the answer does not have this field.',
    );
  });
});

test('many faults of one answer are not all printed', () => {
  const many = objectsAre(...Array.from({ length: 500 }, (_, i) => ({ kind: 'Node', metadata: { name: `n-${i}` } })));
  expect(refused(() => inventoryOf(many)).split('[AnswerNotRead]')).toHaveLength(21);
});

test('what a server may say is read: nothing for a list, exponents, fields of newer releases', () => {
  const {
    nodes: [found],
  } = inventoryOf(
    objectsAre({
      ...node,
      spec: { taints: null, ofTomorrow: 1 },
      status: {
        ...node.status,
        allocatable: { cpu: '4e0', memory: '16e9', 'nvidia.com/gpu': 8, 'ephemeral-storage': '12E3' },
        images: null,
      },
    }),
  );
  expect(found).toMatchObject({
    allTaints: [],
    allocatable: { cpu: 4000, memory: 16e9, 'nvidia.com/gpu': 8, 'ephemeral-storage': 12_000 },
    notReady: undefined,
  });
  expect(objectsOf({ kind: 'NodeList', items: null }, 'x')).toEqual([]);
});

test('a node whose kubelet reports no amounts is not ready', () => {
  const [found] = inventoryOf(objectsAre({ ...node, status: { conditions: node.status.conditions } })).nodes;
  expect(found?.notReady).toBe('its kubelet reports no CPU or no memory');
});
