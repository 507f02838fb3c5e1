/** The engine llama-server of llama.cpp. */
import { images } from '../../catalog/images';
import type { Engine } from '../engine';
import { flagValue, type Invocation } from '../invocation';
import { forbiddenVariable } from './forbidden';
import { llamaServerContract } from './llama-server';
import { objections } from './objections';
import { llamaServerQueue } from './queue';

/** Tokens of one slot: the flag has those of all slots. */
function contextOf(invocation: Invocation): string | undefined {
  const all = flagValue(invocation, '--ctx-size');
  return all === undefined ? undefined : `${Number(all) / Number(flagValue(invocation, '--parallel') ?? 1)}`;
}

export const llamaServer = {
  name: 'llama-server',
  contract: llamaServerContract,
  images: [images.llamaServer, images.llamaServerCuda],
  imagesWithEveryGpu: [images.llamaServerCuda],
  queue: llamaServerQueue,
  quickPaths: ['/health', '/v1/health'],
  weightsFrom: { flag: '--model' },
  forbiddenVariable,
  objections,
  shownSettings: (invocation) => {
    const types = ['--cache-type-k', '--cache-type-v'].flatMap((flag) => flagValue(invocation, flag) ?? []);
    return {
      context: contextOf(invocation),
      slots: flagValue(invocation, '--parallel'),
      cacheTypes: types.length === 0 ? undefined : types.join(' and '),
    };
  },
} as const satisfies Engine;
