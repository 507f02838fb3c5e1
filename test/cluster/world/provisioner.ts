/**
 * Stands in for storage drivers, which do not run: gives each claim of a class that has one the volume that its driver
 * would make.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IPersistentVolume, IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { KubernetesClient } from '../client/client';
import { ApiError } from '../client/request';
import { claimedVolume, localVolume, volumeNameOf } from './claimed-volume';

/** The controller manager writes here which driver it waits for; the scheduler writes the node of the first pod. */
const driverAnnotation = 'volume.kubernetes.io/storage-provisioner';
const nodeAnnotation = 'volume.kubernetes.io/selected-node';

const pollMilliseconds = 100;

/** A class that waits for its first pod makes the volume where the pod is. */
function volumeFor(claim: IPersistentVolumeClaim, driver: string): IPersistentVolume {
  const node = claim.metadata?.annotations?.[nodeAnnotation];
  const name = volumeNameOf(claim);
  const source =
    node === undefined ? { csi: { driver, volumeHandle: name } } : localVolume(`/opt/volumes/${name}`, node);
  return claimedVolume(claim, driver, source);
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
