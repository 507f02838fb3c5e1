/** Where a serving pod finds its weights: a local volume that a stager fills, the store's own claim, or an image. Never the network store. */
import type { Bytes } from '../core/bytes';
import { bytesQuantity } from '../core/bytes';
import type { PersistentVolumeClaimSpec, Volume } from '../kubernetes/kinds';
import type { PodPeer } from '../kubernetes/network';

/** Name of the volume of the weights. */
export const weightsVolumeName = 'weights';

/** Where a stager fetches from. */
export interface WeightsServerAddress {
  /** `http://weights-server.model-store.svc.cluster.local:8080` */
  readonly url: string;
  readonly peer: PodPeer;
  readonly port: number;
}

/** Where a serving pod's weights are. */
export type WeightsVolume =
  | { readonly kind: 'ephemeral'; readonly size: Bytes; readonly from: WeightsServerAddress }
  | { readonly kind: 'claim'; readonly size: Bytes; readonly storageClass: string; readonly from: WeightsServerAddress }
  | { readonly kind: 'direct'; readonly claimName: string }
  | { readonly kind: 'image'; readonly reference: string; readonly path: string };

const claimSpec = (storageClass: string, size: Bytes): PersistentVolumeClaimSpec => ({
  accessModes: ['ReadWriteOnce'],
  storageClassName: storageClass,
  resources: { requests: { storage: bytesQuantity(size) } },
});

/** The volume of a Deployment's pod. */
export function podVolume(weights: WeightsVolume): Volume {
  switch (weights.kind) {
    case 'ephemeral': return { name: weightsVolumeName, emptyDir: { sizeLimit: bytesQuantity(weights.size) } };
    case 'claim': return { name: weightsVolumeName, ephemeral: { volumeClaimTemplate: { spec: claimSpec(weights.storageClass, weights.size) } } };
    case 'direct': return { name: weightsVolumeName, persistentVolumeClaim: { claimName: weights.claimName, readOnly: true } };
    case 'image': return { name: weightsVolumeName, image: { reference: weights.reference, pullPolicy: 'IfNotPresent' } };
  }
}

/** The claim template of a StatefulSet, where each server keeps its volume. */
export const claimTemplate = ({ storageClass, size }: Extract<WeightsVolume, { kind: 'claim' }>) => ({
  apiVersion: 'v1' as const,
  kind: 'PersistentVolumeClaim' as const,
  metadata: { name: weightsVolumeName },
  spec: claimSpec(storageClass, size),
});

/** Where the stager of a volume fetches from; none where nothing is staged. */
export const stagedFrom = (weights: WeightsVolume): WeightsServerAddress | undefined =>
  weights.kind === 'ephemeral' || weights.kind === 'claim' ? weights.from : undefined;
