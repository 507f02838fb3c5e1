/** A catalogue entry of a shape, as if it had been locked from a file of exactly that shape. */
import type { ArchitectureFacts, Model } from '../../lib/catalog/model';
import { tensorFacts } from '../../lib/gguf/header';
import { tensorBytes } from '../../lib/gguf/tensor-types';
import type { MixVariant, StandardMix } from './standard-mix';
import type { TensorVariant } from './tensors/tensor';
import { modelTensors } from './model-file';

export function modelOfShape(facts: ArchitectureFacts, mix: StandardMix, variant: TensorVariant & MixVariant): Model {
  const tensors = modelTensors(facts, mix, variant).map((tensor) => ({
    ...tensor,
    bytes: tensorBytes(tensor.type, tensor.shape) ?? 0,
  }));
  return {
    origin: { from: 'huggingface', repo: 'example/shape' },
    files: [
      {
        path: 'shape.gguf',
        sha256: '0'.repeat(64),
        bytes: tensors.reduce((sum, tensor) => sum + tensor.bytes, 0),
        bytesFrom: 'computed',
      },
    ],
    quantisation: mix,
    architecture: facts,
    tensors: tensorFacts(tensors, facts),
  };
}
