/**
 * Makes local volumes for claims, as a provisioner of local paths does: a folder of the node that the pod is on, owned
 * by root until a kubelet gives it to the pod's group. A volume of the class `shared` is one folder for all nodes, as a
 * network file system is.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IPersistentVolume, IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../../cluster/client/client';
import { ApiError } from '../../cluster/client/request';
import { claimedVolume, localVolume, volumeNameOf } from '../../cluster/world/claimed-volume';

const provisioner = 'rancher.io/local-path';
const nodeAnnotation = 'volume.kubernetes.io/selected-node';
const pollMilliseconds = 100;

const storageClass = (name: string, isDefault: boolean): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
  provisioner,
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
});

const sharedClass = 'shared';

/** The default class, and one that an environment names for its store. */
export const storageClasses: readonly Manifest[] = [storageClass('local-path', true), storageClass(sharedClass, false)];

function volumeFor(claim: IPersistentVolumeClaim, node: string, folder: string): IPersistentVolume {
  const isShared = claim.spec?.storageClassName === sharedClass;
  // All nodes see the folder of the stand.
  const path = join(folder, isShared ? 'shared' : node, 'volumes', volumeNameOf(claim));
  mkdirSync(path, { recursive: true, mode: 0o755 });
  return claimedVolume(claim, provisioner, localVolume(path, isShared ? undefined : node));
}

async function serve(client: KubernetesClient, folder: string): Promise<void> {
  for (const claim of await client.list('PersistentVolumeClaim')) {
    const node = claim.metadata?.annotations?.[nodeAnnotation];
    if (claim.status?.phase !== 'Pending' || node === undefined) continue;
    await client.create('PersistentVolume', volumeFor(claim, node, folder)).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
    });
  }
}

export interface Volumes {
  /** Ends; throws what went wrong meanwhile. */
  stop(): Promise<void>;
}

/** @param folder - of the stand: a node's volumes are below its own */
export function provideVolumes(client: KubernetesClient, folder: string): Volumes {
  const ending = new AbortController();
  const work = (async () => {
    while (!ending.signal.aborted) {
      await serve(client, folder);
      await sleep(pollMilliseconds);
    }
  })();
  work.catch(() => undefined);
  return {
    async stop() {
      ending.abort();
      await work;
    },
  };
}
