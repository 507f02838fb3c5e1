/** Monitors of others that scrape the servers. */
import type { EnvironmentInput } from '../../../lib';
import { podMonitor } from '../../../overlays/base';
import { production } from '../../../overlays/production';
import { byAdapter } from '../../scaling/by-adapter';
import { changing } from '../support/declared';
import type { Case } from './case';

const monitor = (change: object) =>
  changing('PodMonitor', 'llama-servers', (found) => ({ ...found, spec: { ...(found['spec'] as object), ...change } }));

/** Production, its engines scraped by a monitor of others. */
const watched: EnvironmentInput = {
  ...byAdapter(production),
  monitoring: undefined,
  prerequisites: [...(production.prerequisites ?? []), { ...podMonitor, authorization: 'Bearer' }],
};
const withKey: EnvironmentInput = {
  ...watched,
  cluster: { ...watched.cluster, apiKey: { secretName: 'llm-key', key: 'keys' } },
};

export const monitorCases: readonly Case[] = [
  [
    'a monitor that looks elsewhere',
    watched,
    [monitor({ namespaceSelector: {} })],
    [
      'production.prerequisites[1]: declared PodMonitor monitoring/llama-servers that scrapes llama-servers in llm-serving; found one that selects namespace monitoring only.\n  fix: let it select app.kubernetes.io/name=llama-server,app.kubernetes.io/part-of=corral in namespace llm-serving: kube-prometheus-stack, installed by the cluster team\n  [PrerequisiteDiffers]',
    ],
  ],
  [
    'a monitor that sends no key to servers that ask for one',
    withKey,
    [monitor({ namespaceSelector: { any: true }, podMetricsEndpoints: [{ port: 'http' }] })],
    [
      'production.prerequisites[1]: declared PodMonitor monitoring/llama-servers that sends the key of cluster.apiKey; found one whose endpoints have no authorization.\n  fix: give its endpoint authorization: { type: Bearer, credentials } with the key: kube-prometheus-stack, installed by the cluster team\n  [PrerequisiteDiffers]',
    ],
  ],
  [
    'a monitor that sends the key',
    withKey,
    [
      monitor({
        namespaceSelector: { any: true },
        podMetricsEndpoints: [{ port: 'http', authorization: { credentials: { name: 'llm-key', key: 'keys' } } }],
      }),
    ],
    [],
  ],
];
