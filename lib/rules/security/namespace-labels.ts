/** Refuses a namespace that does not enforce `restricted`, or whose verdict would change with the cluster's version. */
import type { Evidence } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';

const modes = ['enforce', 'audit', 'warn'] as const;
const prefix = 'pod-security.kubernetes.io/';

function check({ of, plan }: Evidence): Finding[] {
  const version = `v${plan.environment.cluster.kubernetes}`;
  const wanted = modes.flatMap(
    (mode) =>
      [
        [`${prefix}${mode}`, 'restricted'],
        [`${prefix}${mode}-version`, version],
      ] as const,
  );
  return of('Namespace').flatMap(({ manifest }) =>
    wanted
      .filter(([key, value]) => manifest.metadata.labels?.[key] !== value)
      .map(([key, value]) => ({
        manifest,
        field: `metadata.labels['${key}']`,
        found: `${shown(manifest.metadata.labels?.[key])} is not '${value}'`,
        fix: `write '${value}'`,
      })),
  );
}

export const namespaceLabels: Rule = {
  name: 'namespace-labels',
  promise: 'Every namespace enforces, audits and warns by `restricted`, at the version of the cluster.',
  cluster: 'Without the labels the server admits pods that it would refuse, which is shown with a privileged pod.',
  check,
};
