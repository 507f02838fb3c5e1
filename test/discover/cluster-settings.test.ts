/**
 * Settings of clusters as providers make them: where names are resolved, address families, user ids; and text of an API
 * server that cannot end a comment.
 */
import { describe, expect, test } from '@jest/globals';
import { gpus, instances } from '../../lib';
import { discover, inventoryOf } from '../../lib/internal';
import { serviceRange } from '../preflight/support/declared';
import { evaluated } from './support/overlay';
import { commentsOf, pod, recorded, service } from './support/recorded';
import { cpu, seen } from './support/seen';

describe('where names are resolved', () => {
  test('on OpenShift', () => {
    const labels = { 'dns.operator.openshift.io/daemonset-dns': 'default' };
    const { environment } = seen(
      cpu('a'),
      ...service('openshift-dns', 'dns-default', ['172.30.0.10'], labels, 5353),
      pod('openshift-dns', 'dns-default-x', labels),
    );
    expect(environment.cluster.dns).toEqual({
      pods: { namespace: 'openshift-dns', podLabels: labels },
      port: 5353,
      addresses: ['172.30.0.10/32'],
    });
  });

  test('on Gardener, where pods listen on 8053, and with both address families', () => {
    const { environment } = seen(
      cpu('a'),
      ...service('kube-system', 'kube-dns', ['10.96.0.10', 'fd00::a'], { 'k8s-app': 'kube-dns' }, 8053),
    );
    expect(environment.cluster.dns).toEqual({ port: 8053, addresses: ['10.96.0.10/32', 'fd00::a/128'] });
    expect(environment.cluster.families).toEqual(['IPv4', 'IPv6']);
  });
});

test('resolvers of providers, which no API shows, are asked for', () => {
  const on = (label: string) =>
    seen(
      cpu('a', { labels: { [label]: 'pool' } }),
      ...service('kube-system', 'kube-dns', ['10.96.0.10'], { 'k8s-app': 'kube-dns' }, 53),
    ).source;
  expect(on('kubernetes.azure.com/agentpool')).toContain(
    "Check: add '169.254.10.11/32' to addresses if the nodes have LocalDNS of AKS, which answers there",
  );
  expect(on('cloud.google.com/gke-nodepool')).toContain(
    "Check: add '169.254.169.254/32' to addresses if the nodes have Cloud DNS of GKE, which answers there",
  );
  expect(on('team')).not.toContain('to addresses if');
});

describe('address families', () => {
  const dns = (...addresses: readonly string[]) =>
    service('kube-system', 'kube-dns', addresses, { 'k8s-app': 'kube-dns' }, 53);

  test('of IPv6 alone', () => {
    const { environment } = seen(cpu('a'), ...dns('fd00:10:96::a'));
    expect(environment.cluster).toMatchObject({
      families: ['IPv6'],
      dns: { addresses: ['fd00:10:96::a/128'] },
      weights: { address: 'fd00:10:96::f' },
    });
  });

  test('in the order of the ranges of Services, not in that of the DNS Service', () => {
    const { environment } = seen(
      cpu('a'),
      ...dns('10.96.0.10', 'fd00:10:96::a'),
      serviceRange('fd00:10:96::/108', '10.96.0.0/16'),
    );
    expect(environment.cluster.families).toEqual(['IPv6', 'IPv4']);
  });

  test('are not written where there is IPv4 alone', () => {
    const { source } = seen(cpu('a'), ...dns('10.96.0.10'), serviceRange('10.96.0.0/16'));
    expect(source).not.toContain('families');
  });
});

test('user ids are those of the cluster where it has security context constraints', () => {
  const answers = recorded([cpu('a'), ...service('kube-system', 'kube-dns', ['10.96.0.10'], {}, 53)]);
  const { groups } = answers.groups as { readonly groups: readonly object[] };
  const constraints = {
    name: 'security.openshift.io',
    versions: [{ groupVersion: 'security.openshift.io/v1', version: 'v1' }],
  };
  const inventory = inventoryOf({ ...answers, groups: { groups: [...groups, constraints] } });
  expect(evaluated(discover('lab', inventory, { gpus, instances }).source).cluster.userIds).toBe('cluster');
});

test('what an API server says cannot end a comment', () => {
  const evil = cpu('evil', {
    status: { conditions: [{ type: 'Ready', status: 'False', message: 'down\nprocess.exit(1) /* \u2028 */' }] },
  });
  const inventory = inventoryOf(recorded([cpu('a'), evil]));
  const { source } = discover("lab */ throw new Error('x') /*", inventory, { gpus, instances }, 'lab');
  expect(evaluated(source).name).toBe('lab');
  expect(commentsOf(source)).toContain('Not in a pool: evil: it is not ready: down process.exit(1) /*   * /');
});
