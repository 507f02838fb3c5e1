/** Changes of a live cluster, each with what undoes it. */
import type { Manifest } from '../../../../lib';
import type { Json } from '../../../../lib/kubernetes/read/manifest';
import type { World } from '../looked-at';
import type { Injected } from './injected';

/** Changes a node, or its status, and undoes it by a second change. */
export const onNode =
  (name: string, change: Json, back: Json, subresource?: string): Injected['make'] =>
  async ({ plane }) => {
    await plane.client.patch('Node', name, undefined, change, subresource);
    return () => plane.client.patch('Node', name, undefined, back, subresource);
  };

export const labels = (
  name: string,
  change: Readonly<Record<string, string | null>>,
  back: Readonly<Record<string, string | null>>,
): Injected['make'] => onNode(name, { metadata: { labels: change } }, { metadata: { labels: back } });
export const allocatable = (
  name: string,
  change: Readonly<Record<string, string | null>>,
  back: Readonly<Record<string, string | null>>,
): Injected['make'] => onNode(name, { status: { allocatable: change } }, { status: { allocatable: back } }, 'status');

/** Makes an object that was not there. */
export const made =
  (manifest: Manifest): Injected['make'] =>
  async ({ plane }) => {
    await plane.client.apply([manifest], { fieldManager: 'others' });
    return () => gone(plane, manifest);
  };

export async function gone(
  { client, kubectl }: World['plane'],
  { apiVersion, kind, metadata: { name, namespace } }: Manifest,
): Promise<void> {
  await client.delete([{ apiVersion, kind, metadata: { name, namespace } }], { gracePeriodSeconds: 0 });
  await kubectl.run([
    'wait',
    '--for=delete',
    `${kind.toLowerCase()}/${name}`,
    ...(namespace === undefined ? [] : ['-n', namespace]),
    '--timeout=180s',
  ]);
}

/** Takes an object away and puts it back as it was. */
export const taken =
  (apiVersion: string, kind: string, name: string): Injected['make'] =>
  async ({ plane }) => {
    const found = await plane.client.read({ apiVersion, kind, metadata: { name } });
    if (found === undefined) throw new Error(`there is no ${kind} ${name} to take away`);
    const {
      resourceVersion: _,
      uid: __,
      managedFields: ___,
      creationTimestamp: ____,
      ...metadata
    } = found.metadata as Manifest['metadata'] & Readonly<Record<string, unknown>>;
    await plane.client.delete([{ apiVersion, kind, metadata: { name } }]);
    return () => plane.client.apply([{ ...found, metadata }], { fieldManager: 'cluster-team' });
  };

/** Takes a node away with its status, and lets it join again. */
export const nodeTaken =
  (name: string): Injected['make'] =>
  async ({ plane, machines }) => {
    const node = machines.find(({ metadata }) => metadata?.name === name);
    if (node === undefined) throw new Error(`no machine is called ${name}`);
    await plane.client.delete([{ apiVersion: 'v1', kind: 'Node', metadata: { name } }]);
    return () => plane.client.create('Node', node);
  };

/** A pod of others that takes some of a node. */
export const pod = (name: string, nodeName: string, requests: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: {
    nodeName,
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image: 'registry.example/other:1', resources: { requests, limits: requests } }],
  },
});
