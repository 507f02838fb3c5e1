/** Whether what a gateway needs of others is there, and whether its controller has accepted it. */
import { childPath, suggest } from '../core';
import type { Environment } from '../environment';
import { aggregatedApi, conditionOf, type Inventory, type LiveObject, partOf } from '../inventory';
import { namedBy, type Named } from '../plan';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';
import { providers } from './providers';

const titleOf = ({ kind, namespace, name }: Named): string =>
  namespace === undefined ? `${kind} '${name}'` : `${kind} '${name}' in namespace '${namespace}'`;

/** Objects of the namespace of the gateway can be there once it is. */
const isTooEarly = ({ namespace }: Named, inventory: Inventory): boolean =>
  namespace !== undefined &&
  !inventory.isUnread('Namespace') &&
  inventory.find('Namespace', '', namespace) === undefined;

/** The names that there are, in place of the one that is not. */
function others(
  { kind, name, namespace }: Named,
  inventory: Inventory,
): { readonly found: string; readonly meant: readonly string[] } {
  const names = inventory
    .of(kind)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
    .sort();
  const meant = suggest(name, names);
  if (meant.length > 0) return { found: `none, but ${listed(meant)}`, meant };
  return { found: names.length > 0 ? `none; there are ${listed(names)}` : `no ${kind} at all`, meant };
}

function missing(named: Named, here: string, inventory: Inventory): Difference {
  const { found, meant } = others(named, inventory);
  const isClass = named.condition !== 'Ready';
  return difference(
    isClass ? 'ClassMissing' : 'PrerequisiteMissing',
    here,
    titleOf(named),
    found,
    ...meant.map((name) => (isClass ? `className: '${name}'` : `name: '${name}'`)),
    named.create,
  );
}

/** Why an object cannot be used yet, by the condition that its controller sets. */
function unmet({ condition }: Named, found: LiveObject): string | undefined {
  if (condition === undefined) return undefined;
  const seen = conditionOf(found, condition);
  if (seen?.status === 'True') return undefined;
  if (seen === undefined || seen.status === 'Unknown') return `one that no controller has answered`;
  return `one that is not: ${(seen.message ?? seen.reason ?? 'no reason is given').replace(/\.$/, '')}`;
}

function named(each: Named, { synthesis: { name, charts }, inventory }: Comparison): readonly Difference[] {
  const here = childPath(name, 'gateway', ...each.at);
  if (!inventory.groups.has(each.group)) {
    // An object of the group is reported with the others that are not served.
    const isDrawn = charts.some(({ manifests }) =>
      manifests.some(({ apiVersion }) => apiVersion.startsWith(`${each.group}/`)),
    );
    return isDrawn
      ? []
      : [
          difference(
            'ApiNotServed',
            here,
            titleOf(each),
            `no group ${each.group}`,
            providers[each.group] ?? each.create,
          ),
        ];
  }
  if (inventory.isUnread(each.kind) || isTooEarly(each, inventory)) return [];
  const found = inventory.find(each.kind, each.namespace ?? '', each.name);
  if (found === undefined) return [missing(each, here, inventory)];
  const why = unmet(each, found);
  return why === undefined
    ? []
    : [
        difference(
          each.condition === 'Ready' ? 'PrerequisiteDiffers' : 'ClassDiffers',
          here,
          `${titleOf(each)} that is ${each.condition}`,
          why,
          `kubectl ${each.namespace === undefined ? '' : `-n ${each.namespace} `}describe ${each.kind.toLowerCase()} ${each.name}`,
        ),
      ];
}

/** A range of gateway pods follows their use of CPU. */
function cpuMetrics({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const { gateway, name } = environment;
  if (gateway === undefined || gateway.replicas.min === gateway.replicas.max) return [];
  if (inventory.isUnread('APIService')) return [];
  const group = 'metrics.k8s.io';
  const api = aggregatedApi(inventory, group);
  if (api !== undefined && api.failure === undefined) return [];
  return [
    difference(
      'MetricsApiMissing',
      childPath(name, 'gateway', 'replicas'),
      `${group}, which the autoscaler of the gateway reads`,
      api === undefined
        ? `no APIService of ${group}`
        : `${api.name}, which does not answer: ${api.failure?.replace(/\.$/, '') ?? ''}`,
      api === undefined ? 'install metrics-server' : `kubectl describe apiservice ${api.name}`,
      `replicas: ${gateway.replicas.max}, a fixed number`,
    ),
  ];
}

export const gatewayDifferences = (comparison: Comparison): readonly Difference[] => [
  ...namedBy(comparison.synthesis.plan.environment).flatMap((each) => named(each, comparison)),
  ...cpuMetrics(comparison),
];

/** Whether a Service of type LoadBalancer has its address: what gives it one is seen by that only. */
const hasAddress = ({ status }: LiveObject): boolean =>
  (partOf<{ readonly loadBalancer: { readonly ingress?: readonly unknown[] } }>(status).loadBalancer?.ingress ?? [])
    .length > 0;

/** What of a gateway's needs no object shows. */
export function unseenOfGateway({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly string[] {
  const { gateway, name } = environment;
  if (gateway === undefined) return [];
  const { expose, tls } = gateway;
  const here = (...path: readonly string[]): string => childPath(name, 'gateway', ...path);
  const isIssued = tls !== 'none' && 'issuer' in tls;
  return [
    ...namedBy(environment)
      .filter((each) => isTooEarly(each, inventory))
      .map((each) => `${here(...each.at)}: whether ${titleOf(each)} is there: the namespace does not exist yet`),
    ...(expose.by === 'load-balancer' && !inventory.of('Service').some(hasAddress)
      ? [`${here('expose')}: whether the cluster gives Services of type LoadBalancer an address`]
      : []),
    ...(expose.by === 'gateway-api' && isIssued
      ? [`${here('tls', 'issuer')}: whether cert-manager makes certificates of Gateways (enableGatewayAPI)`]
      : []),
  ];
}

/**
 * The Secrets of others with a certificate and with the key of engines: to look for them, one must be allowed to read
 * them. That of clients' keys may be missing, and what External Secrets fills is seen by its store.
 */
export function secretsOfKeys({ gateway, cluster: { namespaces, apiKey } }: Environment): readonly string[] {
  const isFilled = gateway !== undefined && 'from' in gateway.keys && gateway.keys.enginePath !== undefined;
  const ofEngines = apiKey === undefined || isFilled ? [] : [apiKey.secretName];
  const serving = ofEngines.map((name) => `${namespaces.serving}/${name}`);
  if (gateway === undefined) return serving;
  const { tls } = gateway;
  const certificate = tls !== 'none' && 'secretName' in tls ? [tls.secretName] : [];
  return [...serving, ...[...certificate, ...ofEngines].map((name) => `${namespaces.gateway}/${name}`)];
}
