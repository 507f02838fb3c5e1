/** The environment of a gateway on real nodes, in two versions. */
import type { EnvironmentInput } from '../../../lib';
import { registryEntry } from '../../engines/support/registry-model';
import { quick, slow, tinyFile } from '../../engines/support/tiny-model';
import { hubModel, neighbours, nodeEnvironment, serveAll } from './environment';
import { gatewayNamespace } from './gateway';
import type { Hub } from './hub';
import { serveRegistry } from './registry';

const tiny = hubModel('tiny', quick, 1);
const talks = hubModel('talks', { ...slow, blockCount: 2 }, 2);
const ofFleet = registryEntry(quick, tinyFile(quick, 3), 'small:tiny');

/** Name of the model of the fleet. */
export const fleetModel = ofFleet.tag;

export function serveModels(hub: Hub): void {
  serveAll(hub, [tiny, talks]);
  serveRegistry(hub, ofFleet);
}

/** Tokens of the longest answer of the slow model. */
export const longest = 2400;

export const limits = { requestsPerMinute: 120, concurrent: 6 } as const;
/** `minute` and `slots` have a limit each, keys of `gone` and `left` are revoked. */
export const clientNames = ['team', 'minute', 'slots', 'gone', 'left'] as const;
export type ClientName = (typeof clientNames)[number];

const clients: Readonly<Record<ClientName, { readonly models: 'all'; readonly [limit: string]: number | 'all' }>> = {
  team: { models: 'all' },
  minute: { models: 'all', requestsPerMinute: limits.requestsPerMinute },
  slots: { models: 'all', concurrent: limits.concurrent },
  gone: { models: 'all' },
  left: { models: 'all' },
};

/** The environment in its first or second version; in the second, all pods are others. */
export function gatewayEnvironment(version: 'first' | 'second'): EnvironmentInput {
  const pods = version === 'second' ? { annotations: { 'example.org/version': version } } : undefined;
  // An answer of the quick models takes a second at most, one of the other half a minute.
  const short = { settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256 }, tokensPerSecond: 256 };
  const long = {
    settings: { contextLength: 4096, parallel: 12, maxOutputLength: longest },
    tokensPerSecond: longest / 30,
  };
  const input = nodeEnvironment({
    name: 'node-gateway',
    catalog: { tiny: tiny.entry, talks: talks.entry, [ofFleet.tag]: ofFleet.model },
    // Nobody but the gateway may ask engines.
    cluster: { requestsFrom: undefined },
    models: {
      tiny: { weights: 'tiny', ...short, replicas: 2, pods },
      talks: { weights: 'talks', ...long, pods },
    },
    ollama: { fleet: { models: [ofFleet.tag], ...short, replicas: 2, pods } },
    gateway: {
      tls: 'none',
      expose: { by: 'cluster' },
      from: [neighbours.requestsFrom],
      pods,
      clients,
    },
  });
  return {
    ...input,
    amendments: [
      {
        target: `Deployment ${gatewayNamespace}/gateway`,
        patch: { spec: { minReadySeconds: 20 } },
        reason: 'answers take half a minute, not the ten minutes for which the next step of a rollout waits',
      },
    ],
  };
}
