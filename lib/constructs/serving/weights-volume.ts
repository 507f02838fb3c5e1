/**
 * Where a serving pod finds its weights: a local volume that a stager fills, the store's own claim, or an image. Never
 * the network store.
 */
import { type ClaimPlace, type Model, modelFiles, type StoredFile } from '../../catalog';
import { type Bytes, bytesQuantity, childPath, refuse } from '../../core';
import type { WeightsPlace } from '../../engines';
import type { PersistentVolumeClaimSpec, Volume, VolumeMount } from '../../kubernetes/kinds';
import type { PodPeer } from '../../kubernetes/draw';
import {
  claimPath,
  ggufPath,
  localMount,
  modelFile,
  modelFileIn,
  projectorFile,
  projectorFileIn,
  proofsMount,
} from '../../programs';
import { roomFor } from '../../sizing';

/** Name of the volume of the weights. */
export const weightsVolumeName = 'weights';

/** Where a stager fetches from. */
export interface WeightsServerAddress {
  /** `http://10.96.0.15:8080`: an address, so that a stager asks no DNS. */
  readonly url: string;
  readonly peer: PodPeer;
  readonly port: number;
}

/** Where a serving pod's weights are. */
export type WeightsVolume =
  | {
      readonly kind: 'ephemeral';
      /** Bytes of the files. @default - those of the models that a pod serves */ readonly size?: Bytes;
      readonly from: WeightsServerAddress;
    }
  | {
      readonly kind: 'claim';
      /** Size of the volume. */ readonly size: Bytes;
      readonly storageClass: string;
      readonly from: WeightsServerAddress;
    }
  | { readonly kind: 'direct'; readonly claimName: string }
  /** A claim of others, mounted read-only as a whole; `proofs` is the claim in which a verifier notes what it verified. */
  | ({ readonly kind: 'existing'; readonly claimName: string; readonly proofs: string } & ClaimPlace)
  /** `path` is the image's folder of GGUF files under their own names, or of an Ollama store. */
  | { readonly kind: 'image'; readonly reference: string; readonly path: string };

const claimSpec = (storageClass: string, size: Bytes): PersistentVolumeClaimSpec => ({
  accessModes: ['ReadWriteOnce'],
  storageClassName: storageClass,
  resources: { requests: { storage: bytesQuantity(size) } },
});

/**
 * The volume of a pod. A claim is never `readOnly` here, only in the mounts: the kubelet gives a `local` volume to the
 * pod's group at its first mount on the node, unless that mount is read-only, and a loader that starts later could not
 * write. An ephemeral one holds `files` where it does not say how much.
 */
export function podVolume(weights: WeightsVolume, files: Bytes): Volume {
  const name = weightsVolumeName;
  if (weights.kind === 'ephemeral')
    return { name, emptyDir: { sizeLimit: bytesQuantity(roomFor(weights.size ?? files)) } };
  if (weights.kind === 'claim')
    return { name, ephemeral: { volumeClaimTemplate: { spec: claimSpec(weights.storageClass, weights.size) } } };
  if (weights.kind === 'direct') return { name, persistentVolumeClaim: { claimName: weights.claimName } };
  if (weights.kind === 'existing')
    return { name, persistentVolumeClaim: { claimName: weights.claimName, readOnly: true } };
  return { name, image: { reference: weights.reference, pullPolicy: 'IfNotPresent' } };
}

const proofsName = 'proofs';

/** The volume with the proofs that an init container waits for; none where weights are brought by programs of ours. */
export const proofsVolumes = (weights: WeightsVolume): readonly Volume[] =>
  weights.kind === 'existing' ? [{ name: proofsName, persistentVolumeClaim: { claimName: weights.proofs } }] : [];

export const proofsMounts = (weights: WeightsVolume): readonly VolumeMount[] =>
  weights.kind === 'existing' ? [{ name: proofsName, mountPath: proofsMount, readOnly: true }] : [];

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

/** Folder of the weights in the engine's container: the mount itself, or a folder of the image. */
function weightsRoot(weights: WeightsVolume): string {
  const folder = weights.kind === 'image' ? weights.path : weights.kind === 'existing' ? (weights.folder ?? '') : '';
  return [localMount, ...folder.split('/').filter((part) => part !== '')].join('/');
}

/** A file on a claim of others; the plan refuses a model whose files have no path there. */
function onClaim(place: ClaimPlace, key: string, model: Model, file: StoredFile | undefined): string {
  const path = file && claimPath(place, { key, model }, file);
  return path === undefined
    ? refuse('NoPathOnClaim', childPath('models', key), `has no path in the layout '${place.layout}'`, {
        fix: 'another layout, or another store',
      })
    : `${localMount}/${path}`;
}

/** Where an engine's container finds its weights. */
export function weightsPlace(volume: WeightsVolume): WeightsPlace {
  const root = weightsRoot(volume);
  if (volume.kind === 'existing')
    return {
      root,
      file: (key, model) => onClaim(volume, key, model, modelFiles(model)[0]),
      projector: (key, model) => model.projector && onClaim(volume, key, model, model.projector.file),
      stored: (key, model, name) =>
        onClaim(
          volume,
          key,
          model,
          modelFiles(model).find((each) => each.name === name),
        ),
    };
  const inImage = volume.kind === 'image';
  return {
    root,
    file: (key, model) => (inImage ? modelFileIn(root, { key, model }) : modelFile(localMount, { key, model })),
    projector: (key, { projector }) =>
      projector && (inImage ? projectorFileIn(root, projector) : projectorFile(localMount, key, projector)),
    stored: (key, _, name) => (inImage ? `${root}/${name}` : `${localMount}/${ggufPath(key, name, name)}`),
  };
}
