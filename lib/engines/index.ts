/** The engines: settings, command line, memory, routes and metrics, one folder for each engine. */
export type { ClosedRoute, EngineContract, Route, Routes } from './contract';
export type { EnginePod, EngineRun, Exporter, SecretFile, ServingEngine, WeightsPlace } from './engine-pod';
export type {
  CommonFields,
  Engine,
  EngineProposals,
  Misfit,
  Objection,
  PodGpus,
  Proposal,
  Proposals,
  ReservedVariable,
  Search,
  Section,
  ShownSettings,
  SizedPod,
  TrackInput,
  WorkloadReader,
} from './engine';
export { flagValue, type Invocation } from './invocation';
export { llamaServerPodOf } from './llama-server/container';
export { completeLlamaServerSettings, type LlamaServerSettingsInput } from './llama-server/defaults';
export type { LlamaServerFlags } from './llama-server/flags/flags';
export { forbiddenFlags } from './llama-server/flags/forbidden';
export {
  type FlagValue,
  furtherFlagKinds,
  type FurtherFlags,
  type UncheckedFlags,
} from './llama-server/flags/further-flags';
export { llamaServer } from './llama-server';
export type { ChatTemplate, ModelInput, ModelTrackInput } from './llama-server/input';
export { llamaServerArguments, llamaServerContract, llamaServerFlags } from './llama-server/llama-server';
export type { LlamaServerMetric } from './llama-server/build';
export { llamaServerPod } from './llama-server/pod';
export { modelSchema } from './llama-server/schema';
export type { ModelWorkload } from './llama-server/workload';
export { ollamaPodOf, weightsOf } from './ollama/container';
export { completeOllamaSettings, type OllamaSettingsInput } from './ollama/defaults';
export { ollama } from './ollama';
export type { OllamaFleetInput, OllamaModelInput, OllamaNamedModel } from './ollama/input';
export type { OfferedModel } from './ollama/manifest';
export { changesMemory, type Modelfile, type OllamaParameters } from './ollama/modelfile';
export { completeName, onePerProcess } from './ollama/names';
export { fleetFaults, namedFaults, offerFaults, unreadable } from './ollama/offers';
export { ollamaContract, ollamaEnvironment } from './ollama/ollama';
export { ollamaPod } from './ollama/pod';
export { ollamaFleetSchema } from './ollama/schema';
export { type OllamaCacheType, ollamaCacheTypes, type OllamaSettings } from './ollama/settings';
export type { OllamaFleetWorkload } from './ollama/workload';
export { falling } from './proposals';
export type { PublicModel } from './public-model';
export { defaultEngines, type EngineName, type Engines } from './registry';
export { engineMounts, reservedVariable } from './variables';
