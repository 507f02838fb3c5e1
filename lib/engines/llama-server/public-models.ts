/** The model of a llama-server as clients name it. */
import type { GatewayApi } from '../../gateway';
import type { PublicModel } from '../public-model';
import type { ModelWorkload } from './workload';

/** A server writes text, embeds it, or ranks it: it is started for one of the three. */
function apisOf({ settings: { embedding } }: ModelWorkload): readonly GatewayApi[] {
  if (embedding === undefined) return ['chat', 'completions', 'responses', 'messages'];
  return embedding === 'rank' ? ['rerank'] : ['embeddings'];
}

/** @see PublicModel */
export const publicModels = (workload: ModelWorkload): readonly PublicModel[] => [
  {
    name: workload.track?.of ?? workload.key,
    aliases: workload.aliases ?? [],
    at: [],
    apis: apisOf(workload),
    images: workload.settings.imageMaxTokens > 0,
  },
];
