/** What an environment uses and others provide, by its options: rules count it as declared. */
import type { Environment } from '../environment';
import { backupNeeds } from './backup/needs';
import { dataNeeds } from './data-needs';
import { deviceNeeds } from './device-needs';
import { gatewayNeeds, type Need } from './gateway/needs';
import { scalingNeeds } from './scaling-needs';

/** The definitions of what is rendered for Prometheus, and the Secret that it reads. */
function monitoringNeeds({
  cluster: { namespaces },
  monitoring,
}: Pick<Environment, 'cluster' | 'monitoring'>): readonly Need[] {
  if (monitoring === undefined || monitoring.scrape.by === 'annotations') return [];
  const { key } = monitoring.scrape;
  // Alerts are rules, and dashboards of cost read series that rules record.
  const hasRules = monitoring.alerts !== undefined || monitoring.dashboards !== undefined;
  const kinds = hasRules ? ['podmonitors', 'prometheusrules'] : ['podmonitors'];
  return [
    ...kinds.map((kind) => ({ kind: 'CustomResourceDefinition', name: `${kind}.monitoring.coreos.com` })),
    ...(key === undefined ? [] : [{ kind: 'Secret', namespace: namespaces.serving, name: key.secretName }]),
  ];
}

/** Everything that the options of an environment need of others. */
export const needsOf = (
  environment: Pick<
    Environment,
    'cluster' | 'gateway' | 'monitoring' | 'backup' | 'databases' | 'caches' | 'servers' | 'nodePools'
  >,
): readonly Need[] => [
  ...gatewayNeeds(environment),
  ...monitoringNeeds(environment),
  ...scalingNeeds(environment),
  ...dataNeeds(environment),
  ...deviceNeeds(environment),
  ...backupNeeds(environment),
];
