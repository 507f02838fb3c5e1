/** Other weights: every fact of a model, and every place that files come from. */
import type { Model } from '../../../../lib';
import { base, smallModel } from '../../../invalid/base';
import { of, type Form } from './form';

export const image = `registry.example/small:1@sha256:${'a'.repeat(64)}`;

/** Every fact of a model that the header of a file can have, and all that is beside them. */
const facts: Required<Omit<Model['architecture'], 'architecture'>> = {
  blockCount: 5,
  nextnPredictLayers: 1,
  contextLength: 8192,
  embeddingLength: 64,
  feedForwardLength: 256,
  headCount: 4,
  headCountKv: 2,
  keyLength: 16,
  valueLength: 16,
  keyLengthSwa: 8,
  valueLengthSwa: 8,
  vocabularySize: 1000,
  slidingWindow: 512,
  slidingWindowPattern: 2,
  sharedKvLayers: 1,
  expertCount: 8,
  expertUsedCount: 2,
  expertSharedCount: 1,
  expertFeedForwardLength: 64,
  expertSharedFeedForwardLength: 64,
  leadingDenseBlockCount: 1,
  interleaveMoeLayerStep: 2,
  kvLoraRank: 16,
  qLoraRank: 16,
  keyLengthMla: 16,
  valueLengthMla: 16,
  ropeDimensionCount: 16,
  tokenTypeCount: 1,
  classCount: 2,
  embeddingLengthPerLayer: 8,
  ssm: { convKernel: 4, innerSize: 64, stateSize: 16, groupCount: 1, timeStepRank: 4 },
  shortConvolutionLength: 3,
  fullAttentionInterval: 4,
  recurrentLayers: [true, true, true, false, false],
  ropeOriginalContextLength: 4096,
  ropeScalingFactor: 2,
};
const layers = [{ layers: 4, bytes: 200_000, expertBytes: 100_000, largestExpertTensorBytes: 10_000 }];
const complete: Model = {
  ...smallModel,
  origin: { from: 'huggingface', repo: 'example/small-GGUF', revision: 'c'.repeat(40) },
  architecture: { architecture: 'llama', ...facts },
  tensors: { ...smallModel.tensors, projectorBytes: 1000, layers },
  adapters: {
    legal: {
      file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
      tensors: { inputBytes: 0, outputBytes: 0, layers, width: 272 },
    },
  },
  engines: ['llama-server', 'ollama'],
};

export const legal = { legal: complete.adapters?.['legal'] };

const measured: Model = {
  ...smallModel,
  architecture: { ...smallModel.architecture, architecture: 'afmoe' },
  memory: {
    measured: { gpu: [400], host: 100, contextLength: 512, parallel: 1, embedding: 'cls', build: 'b11382', by: 'hand' },
  },
};

/** The model `chat` alone, with weights that are an entry of the catalogue. */
const served = (name: string, model: Model, chat: object = {}): Form =>
  of(
    name,
    ({ servers }) => servers.find(({ key }) => key === 'chat')?.served[0]?.model,
    model,
    [['models'], { chat: { ...base.models.chat, weights: 'own/Q4_K_M', ...chat } }],
    [['ollama'], {}],
    [['catalog', 'models', 'own/Q4_K_M'], model],
  );

export const weightsForms: readonly Form[] = [
  served('every fact of a model', complete),
  served('measured memory', measured, {
    settings: { contextLength: 512, parallel: 1, maxOutputLength: 1, embedding: 'cls' },
  }),
  served('files of a server', { ...smallModel, origin: { from: 'web', folder: 'https://files.example/models' } }),
  served('files of a claim', { ...smallModel, origin: { from: 'claim', claimName: 'files' } }),
  served('files of an image', { ...smallModel, origin: { from: 'image', reference: image, folder: '/weights' } }),
];
