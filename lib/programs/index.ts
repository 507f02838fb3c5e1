/** Scripts that run in pods beside the engines, with typed inputs. */
export { type ClaimFile, claimFiles, claimPath, filesOnClaim } from './claim-files';
export { collector, type CollectorInputs } from './collector';
export { copier } from './copier';
export { exitCodes } from './exits';
export { programFaultCodes } from './fault-codes';
export { llamaServerDrain } from './llama-server-drain';
export { loader, type LoaderProxy } from './loader';
export { ollamaDrain } from './ollama-drain';
export { ollamaWarmUp } from './ollama-warm-up';
export { programFile, programFolder, type ProgramRun } from './program';
export { proofWait } from './proof-wait';
export { stager } from './stager';
export { verifier } from './verifier';
export { localMount, proofsMount, scratchMount, sourceMount, storeMount } from './volumes';
export {
  type MadeManifest,
  ggufPath,
  modelFile,
  modelFileIn,
  projectorFile,
  projectorFileIn,
  type Weights,
  type WeightsForm,
} from './weights-layout';
export { publicOrigins, storeNames, type WeightsSource } from './weights-list';
export { weightsServer, weightsServerHealth, weightsServerPort } from './weights-server';
export { weightsWait } from './weights-wait';
