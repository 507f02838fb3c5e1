/**
 * Stands in for storage drivers, which do not run: gives each claim of a class that has one the volume that its driver
 * would make.
 */
import type { IPersistentVolume, IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { KubernetesClient } from '../client/client';
import { ApiError } from '../client/request';
import { repeatedly, type Repeated } from './repeatedly';
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

/** Starts to serve the claims of a cluster. */
export const startProvisioner = (client: KubernetesClient): Repeated =>
  repeatedly(async () => serve(client, await waitingClasses(client)), pollMilliseconds);
