/** A model of an overlay → a llama-server with every setting decided. */
import { bytes } from '../../core/bytes';
import { at, type Path } from '../../core/path';
import type { ArchitectureName, Model } from '../../catalog/model';
import type { CacheType, LlamaServerSettings } from '../../engines/llama-server-settings';
import type { FaultList } from '../fault-codes';
import type { ModelInput, ModelWorkload, ReplicaRange } from '../workload';
import { read } from '../schema/read';
import { modelSchema } from '../schema/workload';
import { isPossible } from './lists';
import { modelTier } from './local-tier';
import { checkContext, checkOutput, commonPart, modelOf, type Surroundings } from './workload';

const unquantised: readonly CacheType[] = ['f32', 'f16', 'bf16'];

/** Architectures that turn text into vectors and cannot write any. */
const encoders: readonly ArchitectureName[] = ['bert', 'nomic-bert'];

/** llama-server reads the GGUF layer of an Ollama model, GPT-OSS excepted: Ollama's file of it is of its own making. */
const canRead = ({ engines, origin, architecture }: Model): boolean =>
  engines?.includes('llama-server') ?? !(origin.from === 'ollama' && architecture.architecture === 'gpt-oss');

function complete(given: ModelInput['settings'], gpus: number): LlamaServerSettings {
  return {
    contextLength: given.contextLength,
    parallel: given.parallel,
    maxOutputLength: given.maxOutputLength,
    cacheTypeK: given.cacheTypeK ?? 'f16',
    cacheTypeV: given.cacheTypeV ?? 'f16',
    kvCache: given.kvCache ?? 'split',
    flashAttention: given.flashAttention ?? true,
    batchSize: given.batchSize ?? 2048,
    ubatchSize: given.ubatchSize ?? 512,
    gpuLayers: given.gpuLayers ?? (gpus > 0 ? 'all' : 0),
    expertLayersOnHost: given.expertLayersOnHost ?? 0,
    splitMode: given.splitMode ?? (gpus > 1 ? 'layer' : 'none'),
    tensorSplit: given.tensorSplit ?? Array.from({ length: gpus }, () => 1),
    cacheRam: given.cacheRam ?? bytes(0),
    contextCheckpoints: given.contextCheckpoints ?? 0,
    loadMode: given.loadMode ?? 'mmap',
    repack: given.repack ?? false,
    swaFull: given.swaFull ?? false,
    embedding: given.embedding,
  };
}

/** Settings that contradict each other or the number of GPUs. */
function checkSettings(faults: FaultList, settings: LlamaServerSettings, gpus: number, place: Path): void {
  const { cacheTypeV, flashAttention, batchSize, ubatchSize, gpuLayers, splitMode, tensorSplit } = settings;
  checkOutput(faults, settings, place);
  if (!unquantised.includes(cacheTypeV) && !flashAttention) {
    faults.add('FlashAttentionNeeded', at(place, 'cacheTypeV'), `'${cacheTypeV}' needs flash attention, which is off`, {
      mend: ['flashAttention: true', ...unquantised.map((type) => `cacheTypeV: '${type}'`)],
    });
  }
  if (ubatchSize > batchSize) {
    faults.add('BatchTooSmall', at(place, 'ubatchSize'), `ubatchSize ${ubatchSize} is above batchSize ${batchSize}`, {
      mend: [`ubatchSize: up to ${batchSize}`, `batchSize: from ${ubatchSize}`],
    });
  }
  if (gpus === 0 && gpuLayers !== 0) {
    faults.add('LayersWithoutGpus', at(place, 'gpuLayers'), `${gpuLayers} layers are to be on GPUs, and the pods have none`, { mend: ['leave it out', 'gpus: 1'] });
  }
  if (gpus > 1 && splitMode === 'none') {
    faults.add('SplitMismatch', at(place, 'splitMode'), `'none' uses one GPU, and each pod has ${gpus}`, { allowed: ["'layer'", "'row'"] });
  }
  if (tensorSplit.length !== gpus) {
    faults.add('SplitMismatch', at(place, 'tensorSplit'), `${tensorSplit.length} parts for ${gpus} GPUs`, { mend: ['leave it out for equal parts', 'give one part for each GPU'] });
  }
}

/** Settings that the model itself rules out. */
function checkModel(faults: FaultList, key: string, model: Model, settings: LlamaServerSettings, place: Path): void {
  const { blockCount, expertCount, architecture } = model.architecture;
  checkContext(faults, key, model, settings.contextLength, place);
  if (settings.gpuLayers !== 'all' && settings.gpuLayers > blockCount + 1) {
    faults.add('OutOfRange', at(place, 'gpuLayers'), `${settings.gpuLayers} is out of range: the model has ${blockCount} layers and an output`, {
      allowed: ["'all'", `up to ${blockCount + 1}`],
    });
  }
  const expertLayers = (expertCount ?? 0) > 0 ? blockCount : 0;
  if (settings.expertLayersOnHost > expertLayers) {
    faults.add('OutOfRange', at(place, 'expertLayersOnHost'), `${settings.expertLayersOnHost} is out of range: the model has ${expertLayers} layers with experts`, {
      allowed: `up to ${expertLayers}`,
    });
  }
  if (encoders.includes(architecture) && settings.embedding === undefined) {
    faults.add('EncoderWithoutEmbedding', at(place, 'embedding'), `'${key}' is an encoder (${architecture}) and writes no text`, {
      mend: ["embedding: 'mean'", "embedding: 'cls'"],
    });
  }
}

function replicasOf({ faults, cluster }: Surroundings, given: ModelInput['replicas'], place: Path): ReplicaRange {
  if (typeof given === 'number') return { min: given, max: given };
  isPossible(faults, given, place);
  if (given.min < given.max && cluster?.metrics === 'none') {
    faults.add('AutoscalerNeedsMetrics', place, `${given.min} to ${given.max} replicas need an autoscaler, and the cluster serves it no metrics`, {
      mend: ["cluster.metrics: 'prometheus-adapter'", "cluster.metrics: 'keda'", `replicas: ${given.max}`],
    });
  }
  return given;
}

/** A llama-server, complete; `undefined` when its shape is wrong or its weights are not to be had, which is told. */
export function readModel(surroundings: Surroundings, key: string, value: unknown, place: Path): ModelWorkload | undefined {
  const { faults } = surroundings;
  const name = surroundings.names.give(key, place);
  const shape = read<ModelInput>(modelSchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const input = shape.value;
  const { targets, ...common } = commonPart(surroundings, input, place);
  const settings = complete(input.settings, common.gpus);
  checkSettings(faults, settings, common.gpus, at(place, 'settings'));
  const replicas = replicasOf(surroundings, input.replicas, at(place, 'replicas'));
  const local = modelTier(surroundings, input.local, place);
  const model = modelOf(surroundings, input.weights, at(place, 'weights'));
  if (model === undefined) return undefined;
  if (!canRead(model)) {
    faults.add('EngineCannotRead', at(place, 'weights'), `llama-server cannot read '${input.weights}'`, {
      mend: ['take the GGUF file of the same model from a hub', 'serve it with an Ollama fleet'],
    });
  }
  checkModel(faults, input.weights, model, settings, at(place, 'settings'));
  return {
    key, name, ...common, memory: input.memory, tokensPerSecond: input.tokensPerSecond,
    weights: input.weights, model, settings, replicas, local, flags: input.flags ?? {},
  };
}
