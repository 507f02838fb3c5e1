/** What a user adds to pods, as parts of a pod template. What Corral writes wins, and comes first. */
import { contentHash } from '../core';
import { type Owner, movable, objectLabels, podDefaults, waitedFor } from '../kubernetes/draw';
import type { EnvironmentVariable, PodSpec, Volume, VolumeMount } from '../kubernetes/kinds';
import type { PodAdditions, Scheduling } from '../workload';

/** A prop of every construct with pods. */
export interface WithAdditions {
  /**
   * What is added to the pods: labels, annotations, pull secrets; variables and volumes to the container of an engine.
   * @default - nothing
   */
  readonly additions?: PodAdditions;
}

/** Labels and annotations of pods. */
export const podMetadata = (
  owner: Owner,
  { labels, annotations }: PodAdditions,
  own?: Readonly<Record<string, string>>,
): { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> } => ({
  labels: { ...labels, ...objectLabels(owner) },
  annotations: annotations === undefined && own === undefined ? undefined : { ...annotations, ...own },
});

/** What autoscalers of nodes read on the pods of an engine. */
export const removalAnnotations = ({ nodeRemoval }: PodAdditions): Readonly<Record<string, string>> =>
  nodeRemoval === 'prevented' ? waitedFor : movable;

/** Fields of a pod to which something may be added. */
export const addedToSpec = (
  { imagePullSecrets }: PodAdditions,
  scheduling: Scheduling | undefined,
): Pick<PodSpec, 'imagePullSecrets' | 'nodeSelector'> => ({
  imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
  nodeSelector: { ...scheduling?.nodeSelector, ...podDefaults.nodeSelector },
});

/** Variables in the order of their names. */
export const addedVariables = ({ env = {} }: PodAdditions): readonly EnvironmentVariable[] =>
  Object.entries(env)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (typeof value === 'string') return { name, value };
      const { key } = value;
      return {
        name,
        valueFrom:
          'secret' in value
            ? { secretKeyRef: { name: value.secret, key } }
            : { configMapKeyRef: { name: value.configMap, key } },
      };
    });

/** Folders in the order of their paths; a volume is named after its path, so that another one does not rename it. */
function added({ volumes = {} }: PodAdditions): readonly { readonly volume: Volume; readonly mount: VolumeMount }[] {
  return Object.entries(volumes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, from]) => {
      const name = `added-${contentHash(path)}`;
      // Read-only in the mount: a claim that is read-only as a whole keeps its files to root.
      const mount = { name, mountPath: path, readOnly: true };
      if ('claim' in from) return { mount, volume: { name, persistentVolumeClaim: { claimName: from.claim } } };
      return 'configMap' in from
        ? { mount, volume: { name, configMap: { name: from.configMap } } }
        : { mount, volume: { name, secret: { secretName: from.secret, defaultMode: 0o440 } } };
    });
}

export const addedVolumes = (additions: PodAdditions): readonly Volume[] =>
  added(additions).map(({ volume }) => volume);
export const addedMounts = (additions: PodAdditions): readonly VolumeMount[] =>
  added(additions).map(({ mount }) => mount);
