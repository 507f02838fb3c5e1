/** The shapes of real files that starts of the engine were recorded with. */
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import { modelOfShape } from '../../gguf/model-of-shape';
import type { MixVariant, StandardMix } from '../../gguf/standard-mix';
import type { TensorVariant } from '../../gguf/tensors/tensor';
import shapeList from './shapes.json';

/** A shape, and the types of its tensors. */
export interface RecordedShape extends TensorVariant, MixVariant {
  readonly mix: StandardMix;
  readonly facts: ArchitectureFacts;
}

/** Names of the shapes. */
export type ShapeName = keyof typeof shapeList;

/** The shapes by their names. */
export const shapes = shapeList as unknown as Readonly<Record<ShapeName, RecordedShape>>;

/** The catalogue's entry of a shape. */
export const recordedModel = ({ facts, mix, ...variant }: RecordedShape): Model => modelOfShape(facts, mix, variant);
