/** Names of classes, claims, volumes and drivers. */
import { referencesResolve } from '../../../../lib/rules/references/references-resolve';
import { cases, set, setPlan } from '../../fixtures/verdict';
import { claim, direct, draw, fleet, near, nearOf, noClass, take, unnamed } from './sentences';

cases(referencesResolve, {
  'the class of a claim': [
    set(claim, 'spec.storageClassName', 'model'),
    `${claim} spec.storageClassName: there is no StorageClass model; ${near('models')}`,
  ],
  'the class of the weights': [
    [
      set(claim, 'spec.storageClassName', 'shared'),
      setPlan('environment.cluster.weights', { kind: 'class', storageClass: 'shared' }),
    ],
  ],
  'a class that only the settings of another kind name': [
    [set(claim, 'spec.storageClassName', 'shared'), setPlan('environment.cluster.weights.storageClass', 'shared')],
    `${claim} spec.storageClassName: there is no StorageClass shared; ${draw}`,
  ],
  'a claim without a class': [unnamed, `${claim} spec.storageClassName: ${noClass}`],
  'a claim without a class, where the weights rely on the default': [[unnamed, ...direct()]],
  'a claim without a class, where the weights name one': [
    [unnamed, ...direct('disk')],
    `${claim} spec.storageClassName: ${noClass}`,
  ],
  'the class that the weights name': [[set(claim, 'spec.storageClassName', 'disk'), ...direct('disk')]],
  'a claim without a class, where ours is the default': [
    [
      unnamed,
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'true'),
    ],
  ],
  'a class that is none, where ours is the default': [
    [
      set(claim, 'spec.storageClassName', 'nvme'),
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'true'),
    ],
    `${claim} spec.storageClassName: there is no StorageClass nvme; ${draw}`,
  ],
  'a claim without a name, where ours is the default class': [
    [
      set('PersistentVolume node-1-volume-0', 'spec.claimRef.name', undefined),
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'true'),
    ],
    `PersistentVolume node-1-volume-0 spec.claimRef: there is no PersistentVolumeClaim llm-serving/; ${take}`,
  ],
  'a claim without a namespace': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef.namespace', undefined),
    `PersistentVolume node-1-volume-0 spec.claimRef: there is no PersistentVolumeClaim models-fleet-0; ${take}`,
  ],
  'a volume that is kept for nobody': [set('PersistentVolume node-1-volume-0', 'spec.claimRef', undefined)],
  'a claim without a class, where ours is not the default': [
    [
      unnamed,
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'false'),
    ],
    `${claim} spec.storageClassName: ${noClass}`,
  ],
  'a claim of no class at all': [set(claim, 'spec.storageClassName', '')],
  'the volume of a claim': [
    [set(claim, 'spec.storageClassName', ''), set(claim, 'spec.volumeName', 'node-1-volume-9')],
    `${claim} spec.volumeName: there is no PersistentVolume node-1-volume-9; ${nearOf(take, 'node-1-volume-0')}`,
  ],
  'the class of a claim template': [
    set(fleet, 'spec.volumeClaimTemplates[0].spec.storageClassName', 'nvme'),
    `${fleet} spec.volumeClaimTemplates[0].spec.storageClassName: there is no StorageClass nvme; ${draw}`,
  ],
  'the class of a volume': [
    set('PersistentVolume node-1-volume-0', 'spec.storageClassName', 'nvme'),
    `PersistentVolume node-1-volume-0 spec.storageClassName: there is no StorageClass nvme; ${draw}`,
  ],
  'a volume without a class': [set('PersistentVolume node-1-volume-0', 'spec.storageClassName', undefined)],
  'the claim that a volume is kept for': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef.name', 'models-fleet-2'),
    `PersistentVolume node-1-volume-0 spec.claimRef: there is no PersistentVolumeClaim llm-serving/models-fleet-2; ${take}`,
  ],
  'a claim of the last pod of a fleet': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef.name', 'models-fleet-1'),
  ],
  'a claim of a fleet that says nothing of replicas': [set(fleet, 'spec.replicas', undefined)],
  'the driver of a volume': [
    set('PersistentVolume node-1-volume-0', 'spec.csi', { driver: 'disk.example' }),
    `PersistentVolume node-1-volume-0 spec.csi.driver: there is no CSIDriver disk.example; ${draw}`,
  ],
  'the driver of a class': [
    setPlan('environment.prerequisites', []),
    `StorageClass models provisioner: there is no CSIDriver nfs.csi.k8s.io; ${draw}`,
  ],
});
