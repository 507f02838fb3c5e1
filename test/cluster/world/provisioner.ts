/**
 * Stands in for storage drivers, which do not run: gives each claim of a class that has one the volume that its driver
 * would make.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IPersistentVolume, IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { KubernetesClient } from '../client/client';
import { ApiError } from '../client/request';

/** The controller manager writes here which driver it waits for; the scheduler writes the node of the first pod. */
const driverAnnotation = 'volume.kubernetes.io/storage-provisioner';
const nodeAnnotation = 'volume.kubernetes.io/selected-node';

const pollMilliseconds = 100;

/** A class that waits for its first pod makes the volume where the pod is. */
const onNode = (
  node: string,
  name: string,
): Pick<NonNullable<IPersistentVolume['spec']>, 'local' | 'nodeAffinity'> => ({
  local: { path: `/opt/volumes/${name}` },
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }],
    },
  },
});

function volumeFor({ metadata, spec }: IPersistentVolumeClaim, driver: string): IPersistentVolume {
  const node = metadata?.annotations?.[nodeAnnotation];
  const name = `pvc-${metadata?.uid ?? ''}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': driver } },
    spec: {
      capacity: { storage: spec?.resources?.requests?.['storage'] ?? '1Gi' },
      accessModes: [...(spec?.accessModes ?? [])],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: spec?.storageClassName,
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: metadata?.namespace,
        name: metadata?.name,
        uid: metadata?.uid,
      },
      ...(node === undefined ? { csi: { driver, volumeHandle: name } } : onNode(node, name)),
    },
  };
}

async function serve(client: KubernetesClient, waiting: ReadonlySet<string>): Promise<void> {
  for (const claim of await client.list('PersistentVolumeClaim')) {
    const driver = claim.metadata?.annotations?.[driverAnnotation];
    if (claim.status?.phase !== 'Pending' || driver === undefined || driver === 'kubernetes.io/no-provisioner')
      continue;
    if (waiting.has(claim.spec?.storageClassName ?? '') && claim.metadata?.annotations?.[nodeAnnotation] === undefined)
      continue;
    await client.create('PersistentVolume', volumeFor(claim, driver)).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
    });
  }
}

/** Classes that bind when the first pod arrives. */
async function waitingClasses(client: KubernetesClient): Promise<ReadonlySet<string>> {
  const classes = await client.list('StorageClass');
  return new Set(
    classes
      .filter(({ volumeBindingMode }) => volumeBindingMode === 'WaitForFirstConsumer')
      .map(({ metadata }) => metadata?.name ?? ''),
  );
}

/** A provisioner at work; `stop` ends it and tells what went wrong meanwhile. */
export interface Provisioner {
  stop(): Promise<void>;
}

/** Starts to serve the claims of a cluster. */
export function startProvisioner(client: KubernetesClient): Provisioner {
  const ending = new AbortController();
  const done = (async () => {
    while (!ending.signal.aborted) {
      await serve(client, await waitingClasses(client));
      await sleep(pollMilliseconds);
    }
  })();
  done.catch(() => undefined);
  return {
    async stop() {
      ending.abort();
      await done;
    },
  };
}
