/** A model of an overlay → a llama-server with every setting decided. */
import { at, type Path } from '../../core/path';
import type { ArchitectureName, Model } from '../../catalog/model';
import { checkLlamaServer } from '../../engines/llama-server/conflicts';
import { completeLlamaServerSettings } from '../../engines/llama-server/defaults';
import { checkFurtherFlags } from '../../engines/llama-server/further-flags';
import type { LlamaServerSettings } from '../../sizing/settings';
import type { FaultList } from '../fault-codes';
import type { ModelInput } from '../workload';
import type { ModelWorkload } from '../../engines/llama-server/workload';
import type { ReplicaRange } from '../../workload/server';
import { read } from '../schema/read';
import { modelSchema } from '../schema/workload';
import { isPossible } from './lists';
import { modelTier } from './local-tier';
import { checkPrompt, commonPart, modelOf, type Surroundings } from './workload';

/** Architectures that turn text into vectors and cannot write any. */
const encoders: readonly ArchitectureName[] = ['bert', 'nomic-bert'];

/** llama-server reads the GGUF layer of an Ollama model, GPT-OSS excepted: Ollama's file of it is of its own making. */
const canRead = ({ engines, origin, architecture }: Model): boolean =>
  engines?.includes('llama-server') ?? !(origin.from === 'ollama' && architecture.architecture === 'gpt-oss');

/**
 * What the engine accepts although it has no use: layers that the model does not have, text from an encoder.
 */
function checkModel(faults: FaultList, key: string, model: Model, settings: LlamaServerSettings, place: Path): void {
  const { gpuLayers, expertLayersOnHost, embedding } = settings;
  const { blockCount, architecture } = model.architecture;
  if (gpuLayers !== 'all' && gpuLayers > blockCount + 1) {
    faults.add(
      'OutOfRange',
      at(place, 'gpuLayers'),
      `${gpuLayers} is out of range: '${key}' has ${blockCount} layers and an output`,
      {
        allowed: ["'all'", `up to ${blockCount + 1}`],
      },
    );
  }
  if (expertLayersOnHost > blockCount) {
    faults.add(
      'OutOfRange',
      at(place, 'expertLayersOnHost'),
      `${expertLayersOnHost} is out of range: '${key}' has ${blockCount} layers`,
      {
        allowed: `up to ${blockCount}`,
      },
    );
  }
  if (encoders.includes(architecture) && embedding === undefined) {
    faults.add(
      'EncoderWithoutEmbedding',
      at(place, 'embedding'),
      `'${key}' is an encoder (${architecture}) and writes no text`,
      {
        fix: ["embedding 'mean'", "embedding 'cls'"],
      },
    );
  }
}

/** Default number of tokens that a draft model guesses at once: longer guesses are rarely right. */
const usualDraft = 8;

/**
 * Tokens by which two vocabularies may differ at their end. Source: llama.cpp common/speculative.cpp,
 * SPEC_VOCAB_MAX_SIZE_DIFFERENCE.
 */
const spareTokens = 128;

/** The draft model of a model; the engine does without one that speaks another vocabulary, or has nothing to guess. */
function draftOf(
  surroundings: Surroundings,
  { draft, weights }: ModelInput,
  model: Model | undefined,
  settings: LlamaServerSettings,
  place: Path,
): ModelWorkload['draft'] {
  if (draft === undefined) return undefined;
  const { faults } = surroundings;
  const found = modelOf(surroundings, draft.weights, at(place, 'weights'));
  if (settings.embedding !== undefined) {
    faults.add('DraftHelpsNobody', place, `embedding '${settings.embedding}' writes no text, so a draft has no use`, {
      fix: 'remove draft',
    });
  }
  if (found === undefined || model === undefined) return undefined;
  const [own, guessed] = [model, found].map(({ architecture }) => architecture.vocabularySize) as [number, number];
  if (Math.abs(own - guessed) > spareTokens) {
    faults.add(
      'DraftHelpsNobody',
      at(place, 'weights'),
      `'${draft.weights}' has ${guessed} tokens and '${weights}' ${own}: the engine takes a draft only with the same vocabulary`,
      {
        fix: 'a smaller model of the same family',
      },
    );
  }
  if (!canRead(found) || encoders.includes(found.architecture.architecture)) {
    faults.add('EngineCannotRead', at(place, 'weights'), `llama-server cannot write text with '${draft.weights}'`, {
      fix: 'a smaller model of the same family',
    });
  }
  return { weights: draft.weights, model: found };
}

/** Why an autoscaler gets no metrics. */
const withoutMetrics = {
  none: 'the cluster serves it no metrics',
  keda: 'KEDA serves external.metrics.k8s.io only, while the autoscaler reads custom.metrics.k8s.io; no ScaledObject is rendered',
} as const;

function replicasOf({ faults, cluster }: Surroundings, given: ModelInput['replicas'], place: Path): ReplicaRange {
  if (typeof given === 'number') return { min: given, max: given };
  isPossible(faults, given, place);
  if (given.min < given.max && (cluster?.metrics === 'none' || cluster?.metrics === 'keda')) {
    faults.add(
      'AutoscalerNeedsMetrics',
      place,
      `${given.min} to ${given.max} replicas need an autoscaler, and ${withoutMetrics[cluster.metrics]}`,
      {
        fix: ["cluster.metrics 'prometheus-adapter'", `replicas ${given.max}`],
      },
    );
  }
  return given;
}

/** A llama-server, complete; `undefined` when its shape is wrong or its weights are missing, which is reported. */
export function readModel(
  surroundings: Surroundings,
  key: string,
  value: unknown,
  place: Path,
): ModelWorkload | undefined {
  const { faults } = surroundings;
  const name = surroundings.names.give(key, place);
  const shape = read<ModelInput>(modelSchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const input = shape.value;
  const { common } = commonPart(surroundings, input, place);
  const draftTokens = input.draft === undefined ? 0 : (input.draft.tokens ?? usualDraft);
  const settings = completeLlamaServerSettings(input.settings, common.gpus, draftTokens);
  const replicas = replicasOf(surroundings, input.replicas, at(place, 'replicas'));
  const local = modelTier(surroundings, input.local, place);
  const model = modelOf(surroundings, input.weights, at(place, 'weights'));
  const draft = draftOf(surroundings, input, model, settings, at(place, 'draft'));
  checkPrompt(faults, settings, at(place, 'settings'));
  faults.take(checkLlamaServer(settings, { gpus: common.gpus, model, flags: input.flags }, at(place, 'settings')));
  faults.take(checkFurtherFlags(input.flags ?? {}, at(place, 'flags')));
  if (model === undefined) return undefined;
  if (!canRead(model)) {
    faults.add('EngineCannotRead', at(place, 'weights'), `llama-server cannot read '${input.weights}'`, {
      fix: ['take the GGUF file of the same model from a hub', 'serve it with an Ollama fleet'],
    });
  }
  checkModel(faults, input.weights, model, settings, at(place, 'settings'));
  return {
    engine: 'llama-server',
    section: 'models',
    key,
    name,
    ...common,
    served: [{ weights: input.weights, model }, ...(draft === undefined ? [] : [draft])].map((each) => ({
      key: each.weights,
      model: each.model,
    })),
    memory: input.memory,
    tokensPerSecond: input.tokensPerSecond,
    weights: input.weights,
    model,
    settings,
    draft,
    replicas,
    local,
    flags: input.flags ?? {},
  };
}
