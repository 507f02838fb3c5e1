/** What the API server is and serves, beside what the environment's objects are written in. */
import { childPath } from '../core';
import { kubernetesVersions } from '../environment';
import { groupOf, versionOf } from '../kubernetes/kinds';
import type { Manifest } from '../kubernetes/read';
import { treeOf } from '../delivery';
import { aggregatedApi } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { providers } from './providers';

function serverVersion({
  synthesis: {
    plan: { environment },
  },
  inventory: { version },
}: Comparison): readonly Difference[] {
  const { kubernetes } = environment.cluster;
  if (kubernetes === version) return [];
  const isKnown = kubernetesVersions.some((known) => known === version);
  return [
    difference(
      'ServerVersion',
      childPath(environment.name, 'cluster', 'kubernetes'),
      kubernetes,
      version,
      isKnown
        ? `kubernetes: '${version}'`
        : `upgrade or change the cluster to one of ${kubernetesVersions.join(', ')}, the releases that Corral supports`,
      `change the cluster to ${kubernetes}`,
    ),
  ];
}

/** Everything that is applied: the environment's own objects, and those by which a controller applies them. */
function applied({ synthesis }: Comparison): readonly Manifest[] {
  const { delivery } = synthesis.plan.environment;
  return delivery === 'gitops'
    ? treeOf(synthesis).objects.map(({ manifest }) => manifest)
    : synthesis.charts.flatMap(({ manifests }) => manifests);
}

function unserved(comparison: Comparison): readonly Difference[] {
  const { name } = comparison.synthesis;
  const kinds = new Map(
    applied(comparison).map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]),
  );
  const versions = new Map<string, string[]>();
  for (const { apiVersion, kind } of kinds.values())
    versions.set(apiVersion, [...(versions.get(apiVersion) ?? []), kind]);
  return [...versions].flatMap(([apiVersion, names]) => {
    const [group, version] = [groupOf(apiVersion), versionOf(apiVersion)];
    const served = comparison.inventory.groups.get(group);
    if (served?.includes(version) === true) return [];
    const found = served === undefined ? `no group ${group}` : `${group} with ${served.join(', ')} only`;
    const bring =
      providers[group] ??
      (served === undefined ? `install the software that serves ${group}` : `install a release that serves ${version}`);
    return [difference('ApiNotServed', name, `${names.sort().join(', ')} of ${apiVersion}`, found, bring)];
  });
}

/** What each provider serves. */
const metricsApis = {
  'prometheus-adapter': { group: 'custom.metrics.k8s.io', fix: 'install prometheus-adapter' },
  keda: { group: 'external.metrics.k8s.io', fix: 'install KEDA' },
} as const;

function metricsApi({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const { metrics } = environment.cluster;
  if (metrics === 'none' || inventory.isUnread('APIService')) return [];
  const here = childPath(environment.name, 'cluster', 'metrics');
  const { group, fix } = metricsApis[metrics];
  const declared = `${group}, served by ${metrics}`;
  const api = aggregatedApi(inventory, group);
  if (api === undefined) {
    return [
      difference(
        'MetricsApiMissing',
        here,
        declared,
        `no APIService of ${group}`,
        fix,
        "metrics: 'none', with a fixed number of replicas for each model",
      ),
    ];
  }
  if (api.failure === undefined) return [];
  return [
    difference(
      'MetricsApiMissing',
      here,
      declared,
      `${api.name}, which does not answer: ${api.failure.replace(/\.$/, '')}`,
      `kubectl describe apiservice ${api.name}`,
    ),
  ];
}

export const apiDifferences = (comparison: Comparison): readonly Difference[] => [
  ...serverVersion(comparison),
  ...unserved(comparison),
  ...metricsApi(comparison),
];
