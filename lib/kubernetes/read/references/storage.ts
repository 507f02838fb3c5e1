/**
 * What claims, volumes and storage classes refer to: the class, the volume, the claim that a volume is kept for, the
 * driver.
 */
import type { PersistentVolumeClaimSpec } from '../../kinds';
import { isKind, type ManifestOf } from '../is-kind';
import type { Manifest } from '../manifest';
import type { WorkloadPod } from '../workload-pod';
import { defaultClass, type Reference } from './reference';

/** Provisioners inside Kubernetes, which need no driver. */
const builtIn = 'kubernetes.io/';

/** A class that is named; without a name the cluster's default, and with an empty one none at all. */
const classOf = (field: string, name = defaultClass): Reference => ({
  field: `${field}.storageClassName`,
  kind: 'StorageClass',
  namespace: '',
  name,
  gates: true,
});

const driver = (field: string, name: string): Reference => ({
  field,
  kind: 'CSIDriver',
  namespace: '',
  name,
  gates: true,
});

function ofClaim(field: string, spec: PersistentVolumeClaimSpec | undefined): readonly Reference[] {
  const { storageClassName, volumeName } = spec ?? {};
  return [
    ...(storageClassName === '' ? [] : [classOf(field, storageClassName)]),
    ...(volumeName === undefined
      ? []
      : [
          {
            field: `${field}.volumeName`,
            kind: 'PersistentVolume',
            namespace: '',
            name: volumeName,
            gates: true,
          },
        ]),
  ];
}

/** What the claims of each pod refer to. */
export const claimReferences = ({ claimTemplates }: WorkloadPod): readonly Reference[] =>
  claimTemplates.flatMap(({ spec }, i) => ofClaim(`spec.volumeClaimTemplates[${i}].spec`, spec));

function ofVolume({ spec }: ManifestOf<'PersistentVolume'>): readonly Reference[] {
  const { storageClassName = '', claimRef, csi } = spec ?? {};
  return [
    ...(storageClassName === '' ? [] : [classOf('spec', storageClassName)]),
    ...(claimRef === undefined
      ? []
      : [
          {
            field: 'spec.claimRef',
            kind: 'PersistentVolumeClaim',
            namespace: claimRef.namespace ?? '',
            name: claimRef.name ?? '',
            gates: false,
          },
        ]),
    ...(csi === undefined ? [] : [driver('spec.csi.driver', csi.driver)]),
  ];
}

/** What a claim, a volume or a storage class refers to. */
export function storageReferences(manifest: Manifest): readonly Reference[] {
  if (isKind(manifest, 'PersistentVolumeClaim')) return ofClaim('spec', manifest.spec);
  if (isKind(manifest, 'PersistentVolume')) return ofVolume(manifest);
  if (!isKind(manifest, 'StorageClass')) return [];
  const { provisioner = '' } = manifest;
  return provisioner.startsWith(builtIn) ? [] : [driver('provisioner', provisioner)];
}
