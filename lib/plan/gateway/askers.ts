/** Which clients of the gateway may ask for which model: the list of the clients, read from the other side. */
import type { Plan } from '../plan';

/** A model by its name at the gateway, with the clients that may ask for it. */
export interface Asked {
  readonly model: string;
  readonly clients: readonly string[];
}

/** Each model once, by names in their order: tracks of one model share its name. Empty without a gateway. */
export function askers({ environment, gateway }: Plan): readonly Asked[] {
  const clients = Object.entries(environment.gateway?.clients ?? {});
  return Object.entries(gateway?.models.models ?? {}).map(([model, { aliases }]) => ({
    model,
    clients: clients.flatMap(([client, { models: may }]) =>
      may === 'all' || may.some((each) => each === model || aliases.includes(each)) ? [client] : [],
    ),
  }));
}
