/** Address families of a cluster that does not show the ranges of its Services: only the first is known. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { formatDifference } from '../../lib/internal';
import { production } from '../../overlays/production';
import { adding, compared, without, type Change } from './support/declared';

type Families = NonNullable<EnvironmentInput['cluster']['families']>;

const stating = (families: Families): EnvironmentInput => ({
  ...production,
  cluster: { ...production.cluster, families },
});

/** The DNS Service, in a cluster before Kubernetes 1.33 or for a user who may not list ranges. */
const dns = (clusterIPs: readonly string[], ipFamilyPolicy?: string): readonly Change[] => [
  without('ServiceCIDR', 'kubernetes'),
  adding({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'kube-system', name: 'kube-dns' },
    spec: { clusterIPs, ipFamilyPolicy, selector: { 'k8s-app': 'kube-dns' }, ports: [{ port: 53, targetPort: 53 }] },
  }),
];

function seen(families: Families, changes: readonly Change[]) {
  const { differences, unseen } = compared(stating(families), ...changes);
  const ofFamilies = 'production.cluster.families';
  return {
    differences: differences.filter(({ at }) => at === ofFamilies).map(formatDifference),
    unseen: unseen.filter((text) => text.startsWith(ofFamilies)),
  };
}

describe('a DNS Service of one family', () => {
  test('says nothing against a second one, which is not seen', () => {
    expect(seen(['IPv4', 'IPv6'], dns(['10.96.0.10'], 'SingleStack'))).toEqual({
      differences: [],
      unseen: [
        'production.cluster.families: whether the cluster has IPv6 too: it shows no ranges of Services, and its DNS Service has IPv4 only',
      ],
    });
    expect(seen(['IPv4'], dns(['10.96.0.10'], 'SingleStack'))).toEqual({ differences: [], unseen: [] });
  });

  test('shows the first, and the fix keeps the other', () => {
    expect(seen(['IPv4', 'IPv6'], dns(['fd00::a'])).differences).toEqual([
      "production.cluster.families: declared pods with IPv4 and IPv6 addresses; found a cluster whose first family is IPv6.\n  fix: families: ['IPv6', 'IPv4']\n  [AddressFamily]",
    ]);
  });

  test('that asked for both shows that there is no second', () => {
    expect(seen(['IPv4', 'IPv6'], dns(['10.96.0.10'], 'PreferDualStack'))).toEqual({
      differences: [
        "production.cluster.families: declared pods with IPv4 and IPv6 addresses; found a cluster with IPv4, in this order.\n  fix: families: ['IPv4']\n  [AddressFamily]",
      ],
      unseen: [],
    });
  });

  test('of both shows both', () => {
    expect(seen(['IPv4', 'IPv6'], dns(['10.96.0.10', 'fd00::a'], 'RequireDualStack'))).toEqual({
      differences: [],
      unseen: [],
    });
  });
});
