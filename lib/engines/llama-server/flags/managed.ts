/**
 * Flags of llama-server that an environment cannot set by name: the setting that stands for each, or why it is not
 * offered.
 */

/** The field of a model that becomes a flag, by flag in the spelling that Corral emits. */
export const settingOfFlag: Readonly<Record<string, string>> = {
  '--model': 'weights',
  '--alias': 'the key of the model',
  '--ctx-size': 'settings.contextLength',
  '--parallel': 'settings.parallel',
  '--predict': 'settings.maxOutputLength',
  '--kv-unified': 'settings.kvCache',
  '--cache-type-k': 'settings.cacheTypeK',
  '--cache-type-v': 'settings.cacheTypeV',
  '--flash-attn': 'settings.flashAttention',
  '--batch-size': 'settings.batchSize',
  '--ubatch-size': 'settings.ubatchSize',
  '--swa-full': 'settings.swaFull',
  '--n-gpu-layers': 'settings.gpuLayers',
  '--n-cpu-moe': 'settings.expertLayersOnHost',
  '--cpu-moe': 'settings.expertLayersOnHost',
  '--split-mode': 'settings.splitMode',
  '--tensor-split': 'settings.tensorSplit',
  '--cache-ram': 'settings.cacheRam',
  '--ctx-checkpoints': 'settings.contextCheckpoints',
  '--load-mode': 'settings.loadMode',
  '--repack': 'settings.repack',
  '--rope-scaling': 'settings.yarn',
  '--rope-scale': 'settings.yarn',
  '--rope-freq-scale': 'settings.yarn',
  '--yarn-orig-ctx': 'settings.yarn',
  '--embedding': 'settings.embedding',
  '--pooling': 'settings.embedding',
  '--rerank': 'settings.embedding',
  '--mmproj': 'settings.imageMaxTokens',
  '--image-max-tokens': 'settings.imageMaxTokens',
  '--threads': 'cpu',
  '--threads-batch': 'cpu',
  '--device': 'gpus',
  '--spec-draft-model': 'draft.weights',
  '--spec-draft-n-max': 'draft.tokens',
  '--spec-type': 'draft',
  '--api-key-file': 'cluster.apiKey',
};

/** Why a flag is not offered, and what to do instead. */
export interface NotOffered {
  readonly because: string;
  readonly instead: string;
}

const grammar: NotOffered = {
  because: 'it would bind every answer of the server to one form',
  instead: 'send response_format, json_schema or grammar with the request',
};
const adapter: NotOffered = {
  because: 'a second file with weights is neither in the store nor in the memory that is planned',
  instead:
    'merge the adapter into the model, convert the result to GGUF and lock that file: npm run lock -- ./model.gguf --repo REPOSITORY',
};
const placement: NotOffered = {
  because: 'memory is planned for whole layers',
  instead: 'settings.gpuLayers, settings.expertLayersOnHost or settings.tensorSplit',
};
const readiness: NotOffered = {
  because: 'probes, policies and Services are drawn for the one address and port',
  instead: 'leave it out',
};
const cores: NotOffered = { because: 'the cores of a pod are given by Kubernetes', instead: 'cpu' };

/** By flag, for what people ask for most; every other flag is not offered without a reason of its own. */
export const notOffered: Readonly<Record<string, NotOffered>> = {
  '--lora': adapter,
  '--lora-scaled': adapter,
  '--control-vector': adapter,
  '--control-vector-scaled': adapter,
  '--grammar': grammar,
  '--grammar-file': grammar,
  '--json-schema': grammar,
  '--json-schema-file': grammar,
  '--context-shift': {
    because: 'it drops the start of a conversation without a word',
    instead: 'a longer settings.contextLength, or shorter requests',
  },
  '--chat-template-file': {
    because: 'no other file than the weights is in the container',
    instead: "flags '--chat-template' with the template as text",
  },
  '--override-tensor': placement,
  '--main-gpu': placement,
  '--fit': placement,
  '--override-kv': {
    because: 'the plan reads the facts of the file, which this would change in the engine alone',
    instead: 'lock a file with the right header',
  },
  '--host': readiness,
  '--port': readiness,
  '--api-prefix': readiness,
  '--ssl-key-file': readiness,
  '--ssl-cert-file': readiness,
  '--timeout': {
    because: 'a long prompt is silent until its first token: 1 hour is set for every server',
    instead: 'limit the time at the gateway',
  },
  '--numa': cores,
  '--prio': cores,
  '--prio-batch': cores,
  '--cpu-mask': cores,
  '--cpu-range': cores,
  '--cpu-strict': cores,
};
