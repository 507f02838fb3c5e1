/** A model of an overlay → a llama-server with every setting decided. */
import { childPath, type Path } from '../../core';
import type { Model } from '../../catalog';
import { isEncoder } from '../../gguf';
import type { LlamaServerSettings } from '../../sizing';
import type { CommonFields, WorkloadReader } from '../engine';
import { checkLlamaServer } from './conflicts';
import { checkChatTemplate } from './conflicts/chat-template';
import { completeLlamaServerSettings } from './defaults';
import { checkFurtherFlags } from './flags/further-flags';
import type { ModelInput } from './input';
import type { ModelWorkload } from './workload';

/** llama-server reads the GGUF layer of an Ollama model, GPT-OSS excepted: Ollama's file of it is of its own making. */
const canRead = ({ engines, origin, architecture }: Model): boolean =>
  engines?.includes('llama-server') ?? !(origin.from === 'ollama' && architecture.architecture === 'gpt-oss');

/**
 * What the engine accepts although it has no use: layers that the model does not have, text from an encoder.
 */
function checkModel(
  reader: WorkloadReader,
  key: string,
  model: Model,
  settings: LlamaServerSettings,
  place: Path,
): void {
  const { gpuLayers, expertLayersOnHost, embedding } = settings;
  const { blockCount, architecture } = model.architecture;
  if (gpuLayers !== 'all' && gpuLayers > blockCount + 1) {
    reader.add(
      'OutOfRange',
      childPath(place, 'gpuLayers'),
      `${gpuLayers} is out of range: '${key}' has ${blockCount} layers and an output`,
      {
        allowed: ["'all'", `up to ${blockCount + 1}`],
      },
    );
  }
  if (expertLayersOnHost > blockCount) {
    reader.add(
      'OutOfRange',
      childPath(place, 'expertLayersOnHost'),
      `${expertLayersOnHost} is out of range: '${key}' has ${blockCount} layers`,
      {
        allowed: `up to ${blockCount}`,
      },
    );
  }
  if ((settings.adapters ?? []).length > 0 && key.includes(':')) {
    reader.add(
      'Adapter',
      childPath(place, 'adapters'),
      `the key '${key}' has a colon, after which llama-server reads the scale of an adapter`,
      { fix: 'give the entry of the model a key without one: npm run lock -- REPOSITORY FILE --entry NAME/QUANT' },
    );
  }
  if (isEncoder(model) && embedding === undefined) {
    reader.add(
      'EncoderWithoutEmbedding',
      childPath(place, 'embedding'),
      `'${key}' is an encoder (${architecture}) and writes no text`,
      {
        fix: [
          "embedding 'mean'",
          "embedding 'cls'",
          ...(model.architecture.classCount === undefined ? [] : ["embedding 'rank'"]),
        ],
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
  reader: WorkloadReader,
  { draft, weights }: ModelInput,
  model: Model | undefined,
  settings: LlamaServerSettings,
  place: Path,
): ModelWorkload['draft'] {
  if (draft === undefined) return undefined;
  const found = reader.model(draft.weights, childPath(place, 'weights'));
  if (settings.embedding !== undefined) {
    reader.add('DraftHelpsNobody', place, `embedding '${settings.embedding}' writes no text, so a draft has no use`, {
      fix: 'remove draft',
    });
  }
  if ((settings.adapters ?? []).length > 0) {
    reader.add('DraftHelpsNobody', place, 'the memory of a draft beside adapters is not planned', {
      fix: ['remove draft', 'remove settings.adapters'],
    });
  }
  if (found === undefined || model === undefined) return undefined;
  const [own, guessed] = [model, found].map(({ architecture }) => architecture.vocabularySize) as [number, number];
  if (Math.abs(own - guessed) > spareTokens) {
    reader.add(
      'DraftHelpsNobody',
      childPath(place, 'weights'),
      `'${draft.weights}' has ${guessed} tokens and '${weights}' ${own}: the engine takes a draft only with the same vocabulary`,
      {
        fix: 'a smaller model of the same family',
      },
    );
  }
  if (!canRead(found) || isEncoder(found)) {
    reader.add(
      'EngineCannotRead',
      childPath(place, 'weights'),
      `llama-server cannot write text with '${draft.weights}'`,
      {
        fix: 'a smaller model of the same family',
      },
    );
  }
  if (found.memory !== undefined) {
    reader.add(
      'MeasuredByOtherEngine',
      childPath(place, 'weights'),
      `the memory of '${draft.weights}' was measured for a server of its own, and a draft model has its target's settings`,
      { fix: 'a draft model whose memory is computed' },
    );
  }
  return { weights: draft.weights, model: found };
}

/** A llama-server with every setting decided; `undefined` when its weights are missing, which is reported. */
export function complete(input: ModelInput, reader: WorkloadReader): Omit<ModelWorkload, CommonFields> | undefined {
  const { place, gpus } = reader;
  const draftTokens = input.draft === undefined ? 0 : (input.draft.tokens ?? usualDraft);
  const settings = completeLlamaServerSettings(input.settings, gpus, draftTokens);
  const model = reader.model(input.weights, childPath(place, 'weights'));
  const draft = draftOf(reader, input, model, settings, childPath(place, 'draft'));
  reader.take(checkLlamaServer(settings, { gpus, model }, childPath(place, 'settings')));
  const { chatTemplate, flags = {} } = input;
  reader.take(checkFurtherFlags(flags, childPath(place, 'flags')));
  reader.take(checkChatTemplate(chatTemplate, { model, settings, flags }, childPath(place, 'chatTemplate')));
  if (model === undefined) return undefined;
  if (!canRead(model)) {
    reader.add('EngineCannotRead', childPath(place, 'weights'), `llama-server cannot read '${input.weights}'`, {
      fix: ['take the GGUF file of the same model from a hub', 'serve it with an Ollama fleet'],
    });
  }
  checkModel(reader, input.weights, model, settings, childPath(place, 'settings'));
  return {
    served: [{ weights: input.weights, model }, ...(draft === undefined ? [] : [draft])].map((each) => ({
      key: each.weights,
      model: each.model,
    })),
    aliases: input.aliases,
    weights: input.weights,
    model,
    settings,
    draft,
    chatTemplate,
    flags,
  };
}
