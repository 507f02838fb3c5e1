/** What a Secret holds, if there ever is one: encrypted in the state, hidden in what Pulumi prints. */
import { expect, test } from '@jest/globals';
import { Provider } from '@pulumi/kubernetes/provider';
import { seconds, type Manifest } from '../../lib';
import { KubernetesObject } from '../../deploy/pulumi/kubernetes-object';
import type { StackObject } from '../../deploy/pulumi/stack-objects';
import { requestedBy } from './support/engine';

const inAMinute = { value: seconds(60), because: '1 min' };

const treated = (manifest: Manifest): StackObject => ({
  manifest,
  after: [],
  awaited: true,
  times: { create: inAMinute, update: inAMinute, delete: inAMinute },
  ignoreChanges: [],
  fieldManager: 'pulumi',
  protect: false,
  retainOnDelete: false,
});

/** The inputs of a resource as the engine gets them. */
async function inputsOf(manifest: Manifest): Promise<Manifest> {
  const [, resource] = await requestedBy('dev', () => [
    new KubernetesObject(treated(manifest), { provider: new Provider('dev'), dependsOn: [] }),
  ]);
  return resource?.inputs as Manifest;
}

const metadata = { name: 'token', namespace: 'models' };

/** How Pulumi marks a secret on the wire. */
const hidden = (value: unknown) => ({ '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', value });

test('data and stringData are secret, nothing else is', async () => {
  const { data, stringData, type } = await inputsOf({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'Opaque',
    data: { a: 'YQ==' },
    stringData: { b: 'b' },
  });
  expect({ data, stringData, type }).toEqual({
    data: hidden({ a: 'YQ==' }),
    stringData: hidden({ b: 'b' }),
    type: 'Opaque',
  });
});

test('what is not there is not made up', async () => {
  expect(Object.keys(await inputsOf({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque' })).sort()).toEqual([
    'apiVersion',
    'kind',
    'metadata',
    'type',
  ]);
});

test('a ConfigMap is no secret', async () => {
  expect((await inputsOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'a' } }))['data']).toEqual({
    a: 'a',
  });
});
