/** What the pods of an engine run: its container, and the programs beside it. */
import type { Image, Model } from '../catalog';
import type { Bytes, Derived, Duration } from '../core';
import type { ProgramRun, Weights } from '../programs';
import type { EngineContract } from './contract';
import type { Budgets, Compute, ContainerWants, SecretKey } from '../workload';

/** A program that writes the metrics of an engine which has none, in a container beside it. */
export interface Exporter {
  /** Name of the container. */
  readonly name: string;
  readonly port: number;
  /** What the container asks for. */
  readonly wants: ContainerWants;
  readonly image: Image;
  /**
   * What the container runs: it answers `/metrics`, and `/live` while it runs.
   *
   * @param host the address at which it listens
   */
  run(host: string): ProgramRun;
}

/** What an engine is for those who connect to it. */
export interface ServingEngine {
  /** `app.kubernetes.io/name` of its pods, the name of its container, and what an overlay calls it. */
  readonly name: string;
  readonly contract: EngineContract;
  /** Asks requests for a key, where the environment names a Secret with keys. @default - it knows no keys */
  readonly checksKeys?: true;
  /** Metrics of its queue, by which it is scaled; absent where it has none. */
  readonly queue?: {
    /** Requests that wait. */
    readonly waiting: string;
    /** Requests in work. */
    readonly working: string;
  };
  /** Writes its metrics, where it has none. @default - it has metrics of its own */
  readonly exporter?: Exporter;
}

/** Where the container finds its weights. */
export interface WeightsPlace {
  /** Folder of all weights: the mount, or a folder of an image. */
  readonly root: string;
  /** Path of a model's GGUF file; of several shards, the first. */
  file(key: string, model: Model): string;
  /** Path of the file of a model's projector; `undefined` where it has none. */
  projector(key: string, model: Model): string | undefined;
  /** Path of another file of a model, by its name in the store. */
  stored(key: string, model: Model, name: string): string;
}

/** What a pod is given to run with. */
export interface EngineRun {
  /** Name of the workload, by which requests may ask for a model. */
  readonly name: string;
  readonly compute: Compute;
  readonly budgets: Budgets;
  /** Time after which a load without progress is given up. @default - the startup budget */
  readonly loadTimeout?: Derived<Duration>;
  readonly place: WeightsPlace;
  /** Secret with the keys that requests must have. @default - requests need none */
  readonly apiKey?: SecretKey;
  /** Refuse all requests while that Secret has no key, in place of asking for none. @default false */
  readonly neverOpen?: boolean;
  /** Address at which the server listens. @default '0.0.0.0' */
  readonly host?: string;
}

/** An entry of a Secret as a file. */
export interface SecretFile {
  /** Name of the volume. */
  readonly name: string;
  /** Folder in which the file is, named like the entry. */
  readonly path: string;
  readonly secret: SecretKey;
}

/** What the pods of a workload run. */
export interface EnginePod {
  readonly image: Image;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /**
   * When a pod has started: a route that answers, or a program that tries by itself until the startup budget is over;
   * one run for each ordinal, or one for all.
   */
  readonly startup: { readonly path: string } | { readonly runs: readonly ProgramRun[] };
  /** The program of the preStop hook, which lets answers end. */
  readonly drain: ProgramRun;
  /** What each pod reads: one list for each ordinal, or one for all. */
  readonly weights: readonly (readonly Weights[])[];
  /** Whether each ordinal has a Service of its own, because it serves other models. @default false */
  readonly servicePerOrdinal?: boolean;
  /** Folders that the engine writes to, beside the scratch folder of every container. @default - none */
  readonly folders?: readonly { readonly name: string; readonly path: string; readonly size: Bytes }[];
  /** Texts that the engine reads, by file name, in the folder of the programs. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Texts that all pods of the engine in the namespace read alike, in the same folder. @default - none */
  readonly sharedFiles?: Readonly<Record<string, string>>;
  /** Secrets that the engine reads. @default - none */
  readonly secrets?: readonly SecretFile[];
  /** Order of the program files in the pod: another order would replace the pods of a running platform. */
  readonly programs: 'arrival-first' | 'drain-first';
  /** Annotations of the workload, by their short names. */
  readonly annotations: Readonly<Record<string, string | undefined>>;
  /** Annotations of its pods, by their short names. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}
