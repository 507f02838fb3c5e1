/** An environment as prometheus-adapter scales it: no model sleeps, and none has windows. */
import type { EnvironmentInput } from '../../lib';

type Model = NonNullable<EnvironmentInput['models']>[string];

function awake({ schedule: _schedule, replicas, ...model }: Model): Model {
  const range = typeof replicas === 'number' ? replicas : { ...replicas, min: Math.max(1, replicas.min) };
  return { ...model, replicas: range };
}

export const byAdapter = (input: EnvironmentInput): EnvironmentInput => ({
  ...input,
  cluster: { ...input.cluster, metrics: 'prometheus-adapter' },
  models: Object.fromEntries(Object.entries(input.models ?? {}).map(([key, model]) => [key, awake(model)])),
});
