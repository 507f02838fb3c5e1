/** A workload that serves models: what is the same for every engine. */
import { type Bytes, childPath, type Path } from '../core';
import type { Model } from '../catalog';
import type { ObjectAdditions, PodAdditions } from './additions';
import type { ScheduleWindow } from './schedule';

/** The PriorityClasses, highest first. */
export const priorities = ['critical', 'interactive', 'standard', 'batch'] as const;
/**
 * `critical`: what others need to start. `interactive`: people wait. `standard`: the rest. `batch`: takes what is left,
 * never preempts.
 */
export type Priority = (typeof priorities)[number];

/** A fixed number is what it says; a range is autoscaled. */
export interface ReplicaRange {
  /**
   * Least pods. 0, for models only, lets a model sleep until the gateway has a request for it, which needs
   * `cluster.metrics: 'keda'`.
   */
  readonly min: number;
  /** Most pods: the plan has room for all of them. */
  readonly max: number;
}

/** Where a serving pod keeps its weights. */
export type LocalTier =
  | {
      /** An emptyDir on the node's disk. */
      readonly kind: 'ephemeral';
    }
  | {
      /** A volume of a dynamic local class. */
      readonly kind: 'csi';
      /** Key in `cluster.storageTiers`. */
      readonly tier: string;
    }
  | {
      /** A volume on a disk of a named node: claim templates of a fleet only. */
      readonly kind: 'static';
    }
  | {
      /** The store's own claim, read in place: clusters of one node. */
      readonly kind: 'direct';
    }
  | {
      /** An OCI image with the weights, mounted read-only by digest. */
      readonly kind: 'image';
      /** `registry/name:tag@sha256:…` */
      readonly reference: string;
      /** Folder of the image in which the model's files lie under their own names, shards side by side: `/weights`. */
      readonly path: string;
    };

/** Where a workload stands in its environment: `production.models.qwen`, `production.models.qwen.tracks.blue`. */
export const workloadPlace = (root: Path, { section, key, track }: Located): Path =>
  track === undefined ? childPath(root, section, key) : childPath(root, section, track.of, 'tracks', track.name);

type Located = Pick<ServerWorkload, 'section' | 'key' | 'track'>;

/** A model that a workload serves, by its key in the catalogue. */
export interface ServedModel {
  readonly key: string;
  readonly model: Model;
}

/** What the settings of every engine state without a default: it decides memory and time. */
export interface ServedSettings {
  /** Longest prompt plus completion of one request, in tokens. */
  readonly contextLength: number;
  /** Requests that one model answers at the same time. */
  readonly parallel: number;
  /** Longest answer, in tokens. */
  readonly maxOutputLength: number;
}

/**
 * How the gateway chooses a pod. `least-requests`: the one that answers the fewest. `session`: requests of one session
 * go to the same pod, which has the beginning of its prompt in its cache.
 */
export type Affinity = 'least-requests' | 'session';
export const affinities = ['least-requests', 'session'] as const satisfies readonly Affinity[];

/** One of several workloads that serve a model under one name. */
export interface Track {
  /** Key of the model in the environment. */
  readonly of: string;
  readonly name: string;
  /** Its part of the requests, beside the weights of the others; 0 keeps it ready and sends it none. */
  readonly weight: number;
}

/** A workload that serves models, complete: what is the same for every engine. */
export interface ServerWorkload {
  /** Name of its engine. */
  readonly engine: string;
  /** Field of the environment in which it is written: `models` or `ollama`. */
  readonly section: string;
  /** Key in the environment: `llama3.1:8b`; of a track, with its name: `qwen-blue`. */
  readonly key: string;
  /** The track that it is. @default - the only workload of its models */
  readonly track?: Track;
  /** @default 'least-requests' */
  readonly affinity?: Affinity;
  /** Object name: the key as a DNS label. */
  readonly name: string;
  readonly pools: readonly string[];
  readonly gpus: number;
  readonly cpu: number;
  readonly memory?: Bytes;
  readonly priority: Priority;
  readonly tokensPerSecond?: number;
  /** Every model that its pods read, each once. */
  readonly served: readonly ServedModel[];
  /** The models of each ordinal; absent where every pod serves all. */
  readonly byOrdinal?: readonly (readonly ServedModel[])[];
  readonly settings: ServedSettings;
  readonly replicas: ReplicaRange;
  /** Windows with a higher minimum. @default - none */
  readonly schedule?: readonly ScheduleWindow[];
  readonly local: LocalTier;
  /** What the environment, its pools and the workload itself add to its pods. */
  readonly pods: PodAdditions;
  /** What the environment and the workload itself add to its objects. */
  readonly objects: ObjectAdditions;
}
