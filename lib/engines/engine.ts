/** An engine: all that the platform knows of a program that serves models, as one value. */
import type { GpuVendor, Image, Model, ModelCatalog } from '../catalog';
import type { Bytes, Derived, Duration, Fault, Path } from '../core';
import type { ModelMemory, PodHardware } from '../sizing';
import type { Budgets, Compute, LocalTier, ServerWorkload, WorkloadInput } from '../workload';
import type { Weights } from '../programs';
import type { EnginePod, EngineRun, ServingEngine } from './engine-pod';
import type { Invocation } from './invocation';
import type { PublicModel } from './public-model';

/** What an engine asks while the workload of an overlay is read. */
export interface WorkloadReader {
  /** Where the workload stands, the root of its paths. */
  readonly place: Path;
  /** GPUs of one pod. */
  readonly gpus: number;
  /** Reports a fault. @param code - one of the documented codes, in PascalCase */
  add(code: string, at: Path, found: string, remedies?: Readonly<Record<string, string | readonly string[]>>): void;
  /** Reports faults that others have built. */
  take(faults: readonly Fault[]): void;
  /** Refuses entries of a list that say what an earlier one says. */
  refuseTwice(list: readonly string[], at: Path, textOf: (entry: string) => string): void;
  /** The model behind a key of the catalogue; `undefined`, and reported, when there is none or its facts are wrong. */
  model(key: string, at: Path): Model | undefined;
}

/** What every workload has, whatever its engine: the engine completes the rest. */
export type CommonFields =
  | 'engine'
  | 'section'
  | 'key'
  | 'name'
  | 'pools'
  | 'gpus'
  | 'cpu'
  | 'memory'
  | 'priority'
  | 'tokensPerSecond'
  | 'replicas'
  | 'local'
  | 'pods'
  | 'objects';

/** Why an environment cannot set a variable of the container. */
export interface ReservedVariable {
  /** One clause: `follows from settings.parallel`. */
  readonly because: string;
  /** What to do instead. */
  readonly instead: string;
}

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

/** A pod of a workload, sized on the machine that it runs on. */
export interface SizedPod {
  /** Memory of each model by its key; a draft model is counted with the model that it helps. */
  readonly memory: Readonly<Record<string, ModelMemory>>;
  readonly compute: Compute;
  readonly budgets: Budgets;
  /** Memory that the container needs, whatever the workload states. */
  readonly neededMemory: Derived<Bytes>;
  /** Weights on one pod's local disk. */
  readonly localWeights: Derived<Bytes>;
  /** Requests that one pod answers at the same time. */
  readonly slots: number;
  /** Tokens per second of a slot while all slots are busy, at least, by model. @default - not known */
  readonly speed?: Readonly<Record<string, Derived<number>>>;
  /** Volume of a pod that keeps its weights when it goes. @default - no pod keeps any */
  readonly volumeSize?: Derived<Bytes>;
  /** Time after which a load without progress is given up. @default - the engine never gives up by itself */
  readonly loadTimeout?: Derived<Duration>;
  /** Time to load a model again after another took its place. @default - none takes another's place */
  readonly reloadTime?: Derived<Duration>;
}

/** The GPUs that one pod gets on a pool. */
export interface PodGpus {
  readonly pool: string;
  /** What one is called: its product, or a share or slice of it. */
  readonly unit: string;
  readonly count: number;
  /** Bytes that the driver reports free on each, before anything is loaded. */
  readonly free: Bytes;
  /** Bytes that a workload may use of each. */
  readonly usable: Bytes;
}

/** Why a workload does not fit the GPUs of its pod. */
export interface Misfit {
  readonly code: 'ModelDoesNotFit' | 'ModelsDoNotLoadTogether';
  readonly found: string;
}

/** A change of a workload, as an overlay would write it. */
export interface Proposal<Workload> {
  /** `contextLength 4096` */
  readonly says: string;
  readonly change: Partial<Workload>;
}

/** Changes of one kind, from the smallest to the largest: the first that helps is proposed. */
export type Proposals<Workload> = () => Iterable<Proposal<Workload>>;

/** What a remedy is asked for. */
export interface Search<Workload> {
  readonly catalog: ModelCatalog;
  /** Whether a change is enough; by so many bytes, where a size is given. */
  helps(change: Partial<Workload>, bytes?: number): boolean;
}

/** Changes of its own settings that an engine proposes; changes of pools, GPUs and replicas come from the plan. */
export interface EngineProposals<Workload> {
  /** So that the engine starts and survives. */
  starting(workload: Workload): readonly Proposals<Workload>[];
  /** So that the models fit the GPUs. */
  smallerOnGpus(workload: Workload, search: Search<Workload>): readonly Proposals<Workload>[];
  /** So that the container needs less memory. @param excesses - bytes to save, the least first */
  smallerOnHost(
    workload: Workload,
    search: Search<Workload>,
    excesses: readonly number[],
  ): readonly Proposals<Workload>[];
  /** So that a pod ends sooner. */
  quickerEnd(workload: Workload, search: Pick<Search<Workload>, 'helps'>): readonly Proposals<Workload>[];
}

/** Fields of an environment in which workloads are written. */
export type Section = 'models' | 'ollama';

/** A track of a workload, as the overlay would write it by itself. */
export interface TrackInput<Input> {
  readonly name: string;
  readonly weight: number;
  readonly input: Input;
}

/** An engine. Nothing outside of its folder asks which one it is. */
export interface Engine<
  Workload extends ServerWorkload = ServerWorkload,
  Input extends WorkloadInput = WorkloadInput,
> extends ServingEngine {
  /** Field of the environment in which its workloads are written. */
  readonly section: Section;
  /** Shape of a workload in an overlay. */
  readonly schema: object;
  /** Where its pods may keep their weights. */
  readonly tiers: readonly LocalTier['kind'][];
  /** What replaces its pods: a StatefulSet where each keeps a volume of its own. */
  readonly replacedBy: 'deployment' | 'stateful-set';
  /** Prefix of the names of its charts: `model` makes `model-llama-3`. */
  readonly chart: string;
  /** Images that run it, of any version: by these its containers are found. */
  readonly images: readonly Image[];
  /** Those of them that ask for every GPU of the node when nothing else is said (`NVIDIA_VISIBLE_DEVICES=all`). */
  readonly imagesWithEveryGpu: readonly Image[];
  /** Routes that are answered beside generation: the rest waits for a slot, or asks the queue. */
  readonly quickPaths: readonly string[];
  /** Flag or variable that names the file or folder of the weights. */
  readonly weightsFrom: { readonly flag: string } | { readonly variable: string };
  /** Where the memory of a workload comes from, if it is not computed. @default - all of it is computed */
  measured?(workload: Workload): string | undefined;
  /** What the proof of its memory assumes of requests. @default - nothing */
  readonly assumes?: string;
  /** What makes its models fit smaller GPUs, in general. */
  readonly advice: readonly string[];
  readonly proposals: EngineProposals<Workload>;
  /**
   * Why an environment cannot set a variable of its container, with the field that stands for it; `undefined` when it
   * can. @default - it can set any that is not forbidden
   */
  managedVariable?(name: string): ReservedVariable | undefined;
  /** Why a variable may not have a value, `undefined` when it may. */
  forbiddenVariable(name: string, value: string): string | undefined;
  /** Flags that open the host, the network or prompts, or that do not go with the container's GPUs. */
  objections(invocation: Invocation): readonly Objection[];
  shownSettings(invocation: Invocation): ShownSettings;
  /**
   * Completes a workload of an overlay: settings with their defaults, models looked up. What is wrong is reported;
   * `undefined` where no workload can be made.
   */
  complete(input: Input, reader: WorkloadReader): Omit<Workload, CommonFields> | undefined;
  /** The tracks of a workload, by their names. @default - it has none */
  tracks?(input: Input): readonly TrackInput<Input>[];
  /** Names of further objects that a workload has beside its own. */
  furtherNames(workload: Workload): readonly string[];
  /** The models that clients may ask its pods for. */
  publicModels(workload: Workload): readonly PublicModel[];
  /** What the pods run, and their limits, for people: `Ollama`, `up to 2 models loaded`. */
  title(workload: Workload): { readonly runs: string; readonly limits?: string };
  /** @param gpuResource - resource of its GPUs, by which their vendor is known; `undefined` without GPUs */
  image(workload: Workload, gpuResource: string | undefined): Image;
  /** Why it does not run on GPUs of a vendor: one clause. @default - it runs on all */
  whyNotOn?(vendor: GpuVendor): string | undefined;
  /** Settings that the engine refuses, or does not survive. */
  check(workload: Workload, at: Path): readonly Fault[];
  /** @throws FaultError when the memory of a model cannot be computed */
  pod(workload: Workload, hardware: PodHardware, at: Path): SizedPod;
  /** Why the models do not fit the GPUs of a pod, `undefined` when they do. @throws FaultError as `pod` */
  misfit(workload: Workload, gpus: PodGpus, at: Path): Misfit | undefined;
  /** Bytes that the container's memory limit must hold for the models. @throws FaultError as `pod` */
  hostBytes(workload: Workload, at: Path): number;
  /** What the pods of a workload run. @throws FaultError what its flags refuse */
  podOf(workload: Workload, run: EngineRun): EnginePod;
  /** Weights under names of the workload's own, which the store needs beside the models as they come. @default - none */
  weights?(workload: Workload): readonly Weights[];
  /** What changes with the number of GPUs beside the number: settings that state devices. */
  onGpus(workload: Workload, gpus: number): Partial<Workload>;
  /** What changes when the workload computes on its CPUs. @default - it is not proposed */
  onCpu?(workload: Workload): Partial<Workload>;
}
