/** External Secrets' real controller fills the Secrets of a gateway's keys and of the key of engines from a store, and follows it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { GatewayKey } from '../../lib/gateway';
import { plainObject } from '../../lib/kubernetes/draw';
import { ensureTools } from '../../scripts/toolchain/tools';
import { hasCondition } from '../cluster/client/conditions';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { checkKey } from '../../services/gateway-policy/src/keys/check';
import { sentKey } from '../../services/gateway-policy/src/keys/key-text';
import { parseKey } from '../../services/gateway-policy/src/reload/parse';
import { edges, keysPath, withGateway } from './support/environments';
import { gatewayNamespace, objectsOf } from './support/gateways';
import { newKey, storeOf, type NewKey } from './support/keys';
import { Operators } from './support/operators';

const keysSecret = 'gateway-keys';
const edge = edges['within the cluster, keys of a SecretStore'];
const { store } = edge.keys;
const clients = { 'team-a': { models: 'all' }, 'team-b': { models: ['qwen', 'smollm2'] } } as const;
const environment = withGateway(edge, { clients });

let plane: ControlPlane;
let operators: Operators;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools, 'external-secrets']);
  first = await newKey(environment, '--client', 'team-a', '--expires', '90d');
  second = await newKey(environment, '--client', 'team-b', '--model', 'qwen');
  third = await newKey(environment, '--client', 'team-a');
  plane = await ControlPlane.start();
  operators = await Operators.start(plane, ['external-secrets']);
  await plane.client.apply(
    [gatewayNamespace, 'llm-serving'].map((name) => plainObject('Namespace', { metadata: { name } })),
  );
}, 20 * 60_000);
afterAll(async () => {
  await operators.stop();
  await plane.stop();
});

const putIntoStore = (...keys: Parameters<typeof storeOf>[3]): Promise<unknown> =>
  plane.client.apply([storeOf(store.name, gatewayNamespace, keysPath, keys)]);

let first: NewKey;
let second: NewKey;
let third: NewKey;

/** The files of the Secret, as the policy of the gateway reads them. */
async function readByPolicy(): Promise<ReadonlyMap<string, GatewayKey>> {
  const { data = {} } = await plane.client.get('Secret', keysSecret, gatewayNamespace);
  return new Map(Object.entries(data).map(([id, text]) => [id, parseKey(id, Buffer.from(text, 'base64').toString())]));
}

/** What the policy answers to a client with this key. */
const answered = async ({ text }: NewKey): Promise<string> => {
  const verdict = checkKey(sentKey(`Bearer ${text}`, undefined), await readByPolicy(), Date.now());
  return 'problem' in verdict ? verdict.problem : verdict.key.client;
};

test('without a store the ExternalSecret is not ready, and there is no Secret', async () => {
  await plane.client.apply(objectsOf(environment));
  const waiting = await plane.client.waitFor(
    'has an answer',
    'ExternalSecret',
    keysSecret,
    gatewayNamespace,
    ({ status }) => (status?.conditions ?? []).length > 0,
  );
  expect(hasCondition(waiting, 'Ready')).toBe(false);
  expect(await plane.client.list('Secret', { namespace: gatewayNamespace })).toEqual([]);
});

test('each property of the path becomes one key, under its id', async () => {
  await putIntoStore(first, { ...second, as: 'object' });
  await plane.client.waitFor('is filled', 'ExternalSecret', keysSecret, gatewayNamespace, (each) =>
    hasCondition(each, 'Ready'),
  );
  expect(await readByPolicy()).toEqual(
    new Map([
      [
        first.id,
        { client: 'team-a', sha256: expect.any(String), expires: expect.stringMatching(/Z$/), models: undefined },
      ],
      [second.id, { client: 'team-b', sha256: expect.any(String), expires: undefined, models: ['qwen'] }],
    ]),
  );
  expect(await answered(first)).toBe('team-a');
  expect(await answered(second)).toBe('team-b');
  expect(await answered({ ...first, text: `${first.text.slice(0, -1)}${first.text.endsWith('0') ? '1' : '0'}` })).toBe(
    'the key is not valid',
  );
  // The store and the cluster have hashes only.
  const { data = {} } = await plane.client.get('Secret', keysSecret, gatewayNamespace);
  const texts = Object.values(data).map((text) => Buffer.from(text, 'base64').toString());
  for (const { text } of [first, second]) expect(texts.join()).not.toContain(text.slice(-43));
});

test('a key that is added to the store arrives, one that is taken out goes, within the refresh interval', async () => {
  await putIntoStore(second, third);
  await plane.client.waitFor(
    'has the new key',
    'Secret',
    keysSecret,
    gatewayNamespace,
    ({ data = {} }) => third.id in data,
    { seconds: 300 },
  );
  expect(await answered(first)).toBe('the key is not valid');
  expect(await answered(second)).toBe('team-b');
  expect(await answered(third)).toBe('team-a');
});

test('a store that loses the path does not take the keys away', async () => {
  await plane.client.apply([storeOf(store.name, gatewayNamespace, 'corral/other', [second])]);
  await plane.client.waitFor(
    'reports the path',
    'ExternalSecret',
    keysSecret,
    gatewayNamespace,
    (each) => each.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'False') ?? false,
    { seconds: 300 },
  );
  expect(await answered(third)).toBe('team-a');
});

/** Both namespaces have a store with these keys of engines, one in each line. */
const putEngineKeys = (keys: string): Promise<unknown> =>
  plane.client.apply(
    [gatewayNamespace, 'llm-serving'].map((namespace) =>
      plainObject('SecretStore', {
        metadata: { name: store.name, namespace },
        spec: { provider: { fake: { data: [{ key: 'corral/engine-key', value: JSON.stringify({ keys }) }] } } },
      }),
    ),
  );

test.each([
  ['one key', 'key-one\n', 'key-one'],
  ['two keys of a rotation', 'key-two\nkey-one\n', 'key-two'],
  ['keys without a last line break', 'key-two', 'key-two'],
])(
  'the key of engines arrives in each namespace that uses it, with its first line alone: %s',
  async (_, keys, first) => {
    await putEngineKeys(keys);
    const wanted = JSON.stringify({ first, keys });
    for (const namespace of [gatewayNamespace, 'llm-serving']) {
      const has = ({ data = {} }: { readonly data?: Readonly<Record<string, string>> }): boolean =>
        JSON.stringify(
          Object.fromEntries(
            Object.entries(data)
              .toSorted(([a], [b]) => a.localeCompare(b))
              .map(([name, text]) => [name, Buffer.from(text, 'base64').toString()]),
          ),
        ) === wanted;
      await plane.client.waitFor('has both entries', 'Secret', 'engine-key', namespace, has, { seconds: 300 });
    }
  },
);
