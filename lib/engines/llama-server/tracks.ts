/** A model with tracks → one input for each of them. */
import type { TrackInput } from '../engine';
import type { ModelInput } from './input';

/** What a track leaves out, it has of the model. */
export const tracks = ({ tracks: given = {}, ...model }: ModelInput): readonly TrackInput<ModelInput>[] =>
  Object.entries(given)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { weight, weights, settings, replicas }]) => ({
      name,
      weight,
      input: {
        ...model,
        weights: weights ?? model.weights,
        settings: { ...model.settings, ...settings },
        replicas: replicas ?? model.replicas,
        // No window changes a fixed number.
        schedule: typeof replicas === 'number' ? undefined : model.schedule,
      },
    }));
