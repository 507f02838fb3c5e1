/** The volume that a driver makes for a claim. */
import type { IPersistentVolume, IPersistentVolumeClaim } from 'kubernetes-models/v1';

type VolumeSpec = NonNullable<IPersistentVolume['spec']>;

export const volumeNameOf = ({ metadata }: IPersistentVolumeClaim): string => `pvc-${metadata?.uid ?? ''}`;

/** A folder of a node; of every node where none is named. */
export const localVolume = (path: string, node?: string): Pick<VolumeSpec, 'local' | 'nodeAffinity'> => {
  const key = 'kubernetes.io/hostname';
  const expression =
    node === undefined ? { key, operator: 'Exists' as const } : { key, operator: 'In' as const, values: [node] };
  return {
    local: { path },
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } },
  };
};

/** @param source - where its content is */
export function claimedVolume(
  claim: IPersistentVolumeClaim,
  driver: string,
  source: Pick<VolumeSpec, 'csi' | 'local' | 'nodeAffinity'>,
): IPersistentVolume {
  const { metadata, spec } = claim;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeNameOf(claim), annotations: { 'pv.kubernetes.io/provisioned-by': driver } },
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
      ...source,
    },
  };
}
