/** A quota of the namespace that others use a part of. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu, namespaced } from './base';

export const parts: Parts = {
  cluster: namespaced({ 'requests.nvidia.com/gpu': '5' }, { 'requests.nvidia.com/gpu': '2' }),
  pools: { gpus: l40s(2, 2), cpu },
  models: { chat: small({ replicas: 2 }) },
};

export const report = `test.cluster.existingQuotas[0].hard['requests.nvidia.com/gpu']: 5 are needed at the maxima, with pods of a rollout or a drain (chat 2 + 3), but quota 'team' leaves 3: 5 minus 2 of others.
  fits with: replicas 1 of chat
  [QuotaTooSmall]`;
