/** An engine: all that the platform knows of a program that serves models, as one value. */
import type { Image } from '../catalog/image';
import type { EngineContract } from './contract';
import type { Invocation } from './invocation';

/** What is wrong with a container's flags. */
export interface Objection {
  /** What is there, with its value: one clause. */
  readonly found: string;
  /** How to fix it. */
  readonly fix: string;
}

/** What people compare of a running engine; absent where its flags and variables do not state it. */
export interface ShownSettings {
  /** Longest prompt plus completion of one request, in tokens. */
  readonly context?: string;
  /** Requests that are answered at the same time. */
  readonly slots?: string;
  readonly cacheTypes?: string;
}

/** An engine. Nothing outside of its folder asks which one it is. */
export interface Engine {
  /** `app.kubernetes.io/name` of its pods, the name of its container, and what an overlay calls it. */
  readonly name: string;
  readonly contract: EngineContract;
  /** Images that run it, of any version: by these its containers are found. */
  readonly images: readonly Image[];
  /** Those of them that ask for every GPU of the node when nothing else is said (`NVIDIA_VISIBLE_DEVICES=all`). */
  readonly imagesWithEveryGpu: readonly Image[];
  /** Routes that are answered beside generation: the rest waits for a slot, or asks the queue. */
  readonly quickPaths: readonly string[];
  /** Metrics of its queue, by which it is scaled; absent where it has none. */
  readonly queue?: {
    /** Requests that wait. */ readonly waiting: string;
    /** Requests in work. */ readonly working: string;
  };
  /** Flag or variable that names the file or folder of the weights. */
  readonly weightsFrom: { readonly flag: string } | { readonly variable: string };
  /** Why a variable may not have a value, `undefined` when it may. */
  forbiddenVariable(name: string, value: string): string | undefined;
  /** Flags that open the host, the network or prompts, or that do not go with the container's GPUs. */
  objections(invocation: Invocation): readonly Objection[];
  shownSettings(invocation: Invocation): ShownSettings;
}
