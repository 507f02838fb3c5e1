/** What a cluster has of its own: the reach of rights, a store of others, the way to downloads, a key. */
import { type Cluster, usualSources } from '../../environment';
import type { Adaptation } from './adaptation';

const amounts = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([key, amount]) => `${key} ${amount}`)
    .join(', ');

function ofScope({ scope, namespaces, existingQuotas, existingLimits }: Cluster): readonly Adaptation[] {
  return [
    ...(scope === 'cluster'
      ? []
      : [{ of: 'scope', how: `all objects in namespace ${namespaces.serving}, none of the whole cluster` }]),
    ...existingQuotas.map(({ name, hard, usedByOthers = {} }) => ({
      of: `ResourceQuota ${name}`,
      how: `exists: ${amounts(hard)}${Object.keys(usedByOthers).length === 0 ? '' : `; others use ${amounts(usedByOthers)}`}`,
    })),
    ...existingLimits.map(({ name, limits }) => ({
      of: `LimitRange ${name}`,
      how: `exists, for ${[...new Set(limits.map(({ type }) => type))].join(', ')}`,
    })),
  ];
}

function ofStore({ weights }: Cluster): readonly Adaptation[] {
  if (weights.kind !== 'existing') return [];
  const { claimName, layout, folder, read } = weights;
  return [
    {
      of: 'store',
      how: `claim ${claimName} of others, layout ${layout}${folder === undefined ? '' : ` below ${folder}`}, read ${read === 'staged' ? 'by the weights server' : 'in place'}`,
      reason: weights.read === 'in-place' ? weights.reason : undefined,
    },
  ];
}

function ofDownloads({ downloads }: Cluster): readonly Adaptation[] {
  const { hub, registry, hubToken, tokens, endpoints, proxy, caBundle } = downloads;
  const except = proxy?.noProxy ?? [];
  return [
    ...(hub === usualSources.hub ? [] : [{ of: 'hub', how: hub }]),
    ...(registry === usualSources.registry ? [] : [{ of: 'Ollama registry', how: registry }]),
    ...(hubToken === undefined ? [] : [{ of: 'hub', how: `token from Secret ${hubToken.secretName}` }]),
    ...tokens.map(({ below, secretName }) => ({ of: below, how: `token from Secret ${secretName}` })),
    ...(proxy === undefined
      ? []
      : [
          {
            of: 'loaders',
            how: [
              `download through ${proxy.url}`,
              ...(proxy.pods === undefined ? [] : [`pods of namespace ${proxy.pods.namespace}`]),
              ...(proxy.credentials === undefined
                ? []
                : [`with the password of Secret ${proxy.credentials.secretName}`]),
              ...(except.length === 0 ? [] : [`but directly from ${except.join(', ')}`]),
            ].join(', '),
          },
        ]),
    ...(caBundle === undefined
      ? []
      : [{ of: 'loaders', how: `trust the authorities in ConfigMap ${caBundle.configMap} alone` }]),
    ...(endpoints ?? []).map(({ cidr, port, reason }) => ({
      of: 'loaders',
      how: `may connect to ${cidr} port ${port}`,
      reason,
    })),
  ];
}

/** What is adapted of a cluster. */
export const ofCluster = (cluster: Cluster): readonly Adaptation[] => [
  ...ofScope(cluster),
  ...ofStore(cluster),
  ...ofDownloads(cluster),
  ...(cluster.apiKey === undefined
    ? []
    : [{ of: 'llama-servers', how: `require a key of Secret ${cluster.apiKey.secretName}` }]),
  ...(cluster.withoutKey === undefined
    ? []
    : [{ of: 'llama-servers', how: 'ask for no key', reason: cluster.withoutKey }]),
];
