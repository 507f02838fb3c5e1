/** Every file of a model that llama-server reads. */
import type { Model } from './model';
import type { WeightsFile } from './weights-file';

/** The model's GGUF file or its shards in order, then its projector's. */
export const modelFiles = ({ files, projector }: Pick<Model, 'files' | 'projector'>): readonly WeightsFile[] =>
  projector === undefined ? files : [...files, projector.file];
