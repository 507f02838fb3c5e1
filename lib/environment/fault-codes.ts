/**
 * The codes of every fault that reading an environment can report, each with its meaning; `docs/reference/errors.md`
 * lists them.
 */
import { type Fault, fault, type Path } from '../core';

export const environmentFaultCodes = {
  UnknownKey: 'A field that this part of an environment does not have.',
  MissingField: 'A field without a default was left out.',
  WrongType: 'A value of another type than the field takes.',
  NotPlain: 'A value that is no plain data: a date, a function of its own, a cycle, a list with holes.',
  NotAllowed: 'A value outside the closed list that the field takes.',
  OutOfRange: 'A number or a list outside the bounds that the field has.',
  BadFormat: 'A text that does not have the form that the field needs.',
  ImpossibleRange: 'A range whose minimum is above its maximum.',
  GivenTwice: 'The same entry twice in a list that takes it once.',
  BadName: 'A name that cannot become the name of a Kubernetes object.',
  NameCollision: 'Two workloads whose objects would have the same name.',
  ReservedName: 'A workload named like an object that Corral renders itself.',
  PriorityOrder: 'Priorities whose values do not fall from class to class.',
  PrerequisiteScope: 'A prerequisite with a namespace that its kind does not have, or without the one that it needs.',
  DownloadsBlocked: 'A source of weights that the network policies do not let loaders reach.',
  ProxyAddressMissing: 'A proxy of the loaders without the addresses that a network policy needs.',
  HubTokenInClear: 'A token of the hub or of a server of files that would be sent unencrypted.',
  FamilyNotServed: 'A cluster with IPv6 addresses only: engines listen on IPv4.',
  DnsAddressMissing: 'No address of the DNS Service, where NodeLocal DNSCache may answer.',
  WeightsAddressMissing: 'No address for the weights servers, and none follows from that of the DNS Service.',
  WeightsAddressTaken: 'An address of the weights servers that something else has.',
  SharedNamespace: 'One namespace for two things that must be apart.',
  CatalogConflict: 'An addition that would change a fact of the built-in catalogue.',
  CatalogKeyMismatch: 'An addition whose key is not the one that its own facts give it.',
  UnknownGpu: 'A GPU that neither the catalogue nor the environment knows.',
  UnknownInstance: 'A machine type that neither the catalogue nor the environment knows.',
  UnknownModel: 'Weights that are not in the catalogue of models.',
  ModelInconsistent: 'A catalogue entry of a model that contradicts itself.',
  NoMig: 'MIG on a GPU that cannot be cut.',
  UnknownMigProfile: 'A MIG profile that the GPU does not have.',
  SharingNeedsGpus: 'GPU sharing on a pool without GPUs.',
  ProvisionerMismatch: 'A provisioner that does not make machines of this cloud.',
  DiskUnknown: 'A disk whose size or bandwidth is not given.',
  NothingAllocatable: 'Nodes on which the DaemonSets leave no cores or no memory.',
  PoolsOverlap: 'Two pools whose labels can match the same node.',
  UnknownPool: 'A workload on a pool that does not exist.',
  GpusOnCpuPool: 'A workload that asks for GPUs of a pool without any.',
  TooManyGpus: 'A pod that asks for more GPUs than one node has.',
  OneSharePerPod: 'A pod that asks for several shares or slices of GPUs.',
  GpuResourcesDiffer: 'A workload on pools whose GPUs are asked for by different names.',
  CpuMissing: 'A workload without GPUs that does not say how many cores it wants.',
  ContextBeyondTraining: 'A context longer than the model was trained for.',
  YarnFactor: 'YaRN for positions that cannot be stretched, or by a factor that does not stretch them.',
  OutputBeyondContext: 'Answers that leave no room for a prompt in the context.',
  SettingRange: 'A setting beyond what the engine allows.',
  BatchOrder: 'A physical batch larger than the logical one.',
  EmbeddingBatch: 'Batches in which the texts of an embedding server do not fit whole.',
  CacheNeedsFlashAttention: 'A quantised cache of values without flash attention.',
  CacheNotOnGpu: 'A cache type that GPUs cannot compute.',
  CacheTypesDiffer: 'Two cache types for a model that has one cache.',
  CacheBlock: 'A quantised cache whose blocks do not divide the heads of the model.',
  SplitMode: 'A way to split the model that does not go with the number of GPUs.',
  TensorSplit: 'Parts of a model whose number is not the number of GPUs.',
  GpuLayers: 'Layers on GPUs for a pod without any, or none for a pod with some.',
  ExpertLayers: 'Experts kept on the host, for a model without experts or a pool without GPUs.',
  NoProjector: 'Images for a model without a projector, or with one that is not its own.',
  ImageTokens: 'Tokens of an image that the projector, the context or a batch does not allow.',
  DraftHelpsNobody: 'A draft model that the engine cannot use.',
  NoRankingHead: 'Rankings from a model that is no reranker, or from one with several classes.',
  EncoderWithoutEmbedding: 'A model that only encodes, set to generate text.',
  Adapter: 'An adapter that the model does not have, or that is not planned where the settings put it.',
  ChatTemplate: 'A chat template that the server would not use, or that the catalogue does not have.',
  UnknownFlag: 'A flag that this build of the engine does not have.',
  ForbiddenFlag: 'A flag that is never given, with the reason.',
  FlagAlias: 'A flag in another spelling than its first.',
  FlagNotOffered: 'A flag of the engine that an environment cannot set, and no field stands for.',
  ManagedFlag: 'A flag that follows from a field of the model.',
  FlagValue: 'A value that the flag does not take.',
  ManagedVariable: 'A variable of the container that a field stands for, or that Corral sets.',
  SecretInVariable: 'A variable whose value would be a secret in a manifest.',
  ReservedMetadata: 'A label or an annotation that belongs to Corral, to Kubernetes or to a controller.',
  OpeningMetadata: 'A label or an annotation that gives pods more than their manifest shows.',
  MountTaken: 'A volume on a folder that the image or another volume has.',
  UselessToleration: 'A toleration of nodes that take no pods, or one that never ends.',
  PoolAdditionsDiffer: 'Two pools of one workload that add different values to its pods.',
  NodesNotCounted: 'A node selector of which the pools do not state how many nodes have its labels.',
  EngineCannotRead: 'Weights that the engine cannot read.',
  MeasuredWithOtherSettings: 'Measured memory of a model that is served with another setting.',
  MeasuredWithOtherGpus: 'Measured memory of a model that is served on another number of GPUs.',
  MeasuredWithOtherBuild: 'Measured memory of a model that another build of the engine serves.',
  MeasuredNotNeeded: 'Measured memory of a model whose memory is computed.',
  MeasuredByOtherEngine: 'Measured memory of llama-server for a model of a fleet, or for a draft model.',
  AutoscalerNeedsMetrics: 'A range of replicas on a cluster that does not serve the metrics of its autoscaler.',
  AutoscalerNeedsScraper: 'A range of replicas whose metrics nothing is declared, or allowed, to scrape.',
  ModelConfigUnknown: 'A Modelfile for a model whose catalogue entry does not list its config.',
  ModelfileText: 'A text of a Modelfile that the store, or a ConfigMap, cannot hold.',
  ParameterNotOffered: 'A parameter of a Modelfile that does not exist, or that an environment cannot set.',
  ParameterValue: 'A value that the parameter of a Modelfile does not take.',
  TemplateBroken: 'A template of a Modelfile that does not close what it opens.',
  TemplatesDiffer: 'Names of one model, of which some have a template and others none.',
  ScraperKey: 'A scraper that sends no key to servers that ask for one, or the other way round.',
  TooManyModels: 'More models on one server than it may load, without swapping accepted.',
  OrdinalsDiffer: 'Lists of models by ordinal whose number is not the number of replicas.',
  SpotOnly: 'A workload that people wait for, on nothing but spot nodes.',
  DirectStore: 'A local tier that does not go with how the store is reached.',
  DirectNeedsOneNode: 'A store that is read in place, in a cluster of several nodes.',
  ClaimOfOneNode: 'A claim with models that one node can mount, in a cluster of several nodes.',
  NetworkInPlace: 'A network file system that engines read in place, without a stated reason.',
  StaticNeedsNamedDisks: 'Volumes on local disks, on nodes whose names or disks are not given.',
  UnknownStorageTier: 'A storage tier that the cluster does not declare.',
  EnvironmentTwice: 'Two environments with the same name.',
  ClusterFactsDiffer: 'Two environments that state different facts of the cluster that they share.',
  OwnedTwice: 'One cluster-wide object with two owners.',
  ScopeMismatch: 'Something that does not go with how far the rights of the environment go.',
  SystemNamespace: 'A namespace that belongs to the cluster or to another system.',
  EndpointTooWide: 'An address range that reaches the metadata service, the nodes or the pods of a cluster.',
  MountOption: 'A mount option that breaks what the store promises.',
  TooManyVolumes: 'More volumes on the disks of a pool than are rendered.',
  StoreShared: 'Two environments that keep weights in the same folder.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly environment: typeof environmentFaultCodes;
  }
}

export type EnvironmentFaultCode = keyof typeof environmentFaultCodes;

/** A place where faults are collected. */
export class FaultList {
  readonly faults: Fault[] = [];

  /** Adds a fault with one of the codes of environments. */
  add(
    code: EnvironmentFaultCode,
    at: Path,
    found: string,
    remedies: Readonly<Record<string, string | readonly string[]>> = {},
  ): void {
    this.faults.push(fault(code, at, found, remedies));
  }

  /** Adds faults that others have built. */
  take(faults: readonly Fault[]): void {
    this.faults.push(...faults);
  }
}
