/** Scripts that run in pods beside the engines, with typed inputs. */
export { backup } from './backup/backup';
export { backupCheck } from './backup/backup-check';
export { dumpRestore } from './backup/dump-restore';
export { keyEntries, type RepositoryInputs } from './backup/repository';
export { storeRestore } from './backup/store-restore';
export { type ClaimFile, claimFiles, claimPath, filesOnClaim } from './claim-files';
export { collector, type CollectorInputs } from './collector';
export { copier } from './copier';
export { envoyDrain } from './envoy-drain';
export { exitCodes } from './exits';
export { programFaultCodes } from './fault-codes';
export { gatewayPolicy } from './gateway-policy';
export { llamaServerDrain } from './llama-server-drain';
export { loader, type LoaderProxy } from './loader';
export { type KernelSetting, nodeTuning } from './node-tuning';
export { ollamaDrain } from './ollama-drain';
export { ollamaExporter } from './ollama-exporter';
export { ollamaWarmUp } from './ollama-warm-up';
export { programFile, programFolder, type ProgramRun } from './program';
export type { PostgresConnection } from './postgres/connection';
export { postgresDump } from './postgres/postgres-dump';
export { postgresRestore } from './postgres/postgres-restore';
export { postgresUsers } from './postgres/postgres-users';
export { proofWait } from './proof-wait';
export { stager } from './stager';
export { valkeyServer } from './valkey/valkey-server';
export { valkeyIsReady, valkeyUsers, valkeyUsersFile } from './valkey/valkey-users';
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
export { weightsServer, weightsServerHealth, weightsServerMetricsPath, weightsServerPort } from './weights-server';
export { weightsWait } from './weights-wait';
