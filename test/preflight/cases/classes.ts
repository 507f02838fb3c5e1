/** StorageClasses and RuntimeClasses. */
import { gib, mib, type EnvironmentInput } from '../../../lib';
import { local } from '../../../overlays/local';
import { production } from '../../../overlays/production';
import { adding, changing, without } from '../support/declared';
import { rack } from '../support/rack';
import type { Case } from './case';

/** A store on a class of the cluster. */
const onClass = (storageClass: string): EnvironmentInput => ({
  ...rack({}),
  cluster: { ...rack({}).cluster, weights: { kind: 'class', storageClass, capacity: gib(50), bandwidth: mib(100) } },
});
const classOf = (name: string, provisioner: string, mountOptions?: readonly string[]) =>
  adding({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
    ...(mountOptions === undefined ? {} : { mountOptions }),
  });

export const classCases: readonly Case[] = [
  [
    'no default class for the claim of a single node',
    local,
    [changing('StorageClass', 'local-path', (found) => ({ ...found, metadata: { name: 'local-path' } }))],
    [
      "local.cluster.weights.storageClass: declared a default StorageClass; found none; there are local-path.\n  fix: kubectl annotate storageclass local-path storageclass.kubernetes.io/is-default-class=true · storageClass: 'local-path'\n  [ClassMissing]",
    ],
  ],
  [
    'no class at all',
    local,
    [without('StorageClass', 'local-path')],
    [
      "local.cluster.weights.storageClass: declared a default StorageClass; found no StorageClass at all.\n  fix: kubectl annotate storageclass CLASS storageclass.kubernetes.io/is-default-class=true · storageClass: 'CLASS'\n  [ClassMissing]",
    ],
  ],
  [
    'a RuntimeClass with another handler',
    production,
    [changing('RuntimeClass', 'nvidia', (found) => ({ ...found, handler: 'runc' }))],
    [
      "production.cluster.runtimeClass: declared RuntimeClass 'nvidia' with handler 'nvidia'; found handler 'runc'.\n  fix: let the GPU operator create the class\n  [ClassDiffers]",
    ],
  ],
  [
    'a class of one node for a store of several',
    onClass('local-path'),
    [classOf('files', 'efs.csi.aws.com')],
    [
      "rack.cluster.weights.storageClass: declared StorageClass 'local-path' whose volumes can be written from several nodes; found provisioner rancher.io/local-path, whose volumes can be used on one node only.\n  fix: storageClass: 'files' · weights of kind 'nfs' · weights of kind 'direct' on a cluster of one node\n  [ClassDiffers]",
    ],
  ],
  [
    'a class whose locks hold on one node',
    onClass('azurefile-csi'),
    [classOf('azurefile-csi', 'file.csi.azure.com', ['mfsymlinks', 'nobrl'])],
    [
      "rack.cluster.weights.storageClass: declared StorageClass 'azurefile-csi' with file locks that work across nodes; found mount option nobrl, which keeps file locks on each node.\n  fix: create another class without nobrl (the field cannot be changed) · weights of kind 'nfs'\n  [ClassDiffers]",
    ],
  ],
  [
    'a tier of an object store',
    {
      ...rack({}),
      cluster: { ...rack({}).cluster, storageTiers: { blobs: { storageClass: 'blobs', bandwidth: mib(100) } } },
    },
    [
      classOf('blobs', 'blob.csi.azure.com'),
      changing('StorageClass', 'blobs', (each) => ({ ...each, volumeBindingMode: 'WaitForFirstConsumer' })),
    ],
    [
      "rack.cluster.storageTiers.blobs: declared StorageClass 'blobs' with file locks; found provisioner blob.csi.azure.com, whose volumes are an object store without file locks.\n  fix: name a class of disks, or of files\n  [ClassDiffers]",
    ],
  ],
  [
    'a class of an object store',
    onClass('azureblob-fuse-premium'),
    [classOf('azureblob-fuse-premium', 'blob.csi.azure.com')],
    [
      "rack.cluster.weights.storageClass: declared StorageClass 'azureblob-fuse-premium' with file locks; found provisioner blob.csi.azure.com, whose volumes are an object store without file locks.\n  fix: weights of kind 'nfs'\n  [ClassDiffers]",
    ],
  ],
];
