/** Network policies: one peer an item, both protocols for names, nothing private behind "public". */
import { describe, expect, test } from '@jest/globals';
import { holds as holdsAddress, parseCidr } from '../../lib/core/cidr';
import {
  clusterDns,
  denyByDefault,
  type Flows,
  publicAddresses,
  publicHttps,
  publicHttps6,
  workloadPolicy,
} from '../../lib/kubernetes/draw/network';
import { draw, valueAt } from '../constructs/support/drawn';

const owner = { component: 'llama-server', instance: 'qwen' };
const peer = { namespace: 'gateway', podLabels: { app: 'envoy' } };
const drawn = (flows: Flows) => draw((chart) => workloadPolicy(chart, 'policy', 'serving', owner, flows))[0];
const pods = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } },
  podSelector: { matchLabels: { app: 'envoy' } },
};

describe('the policy of a workload', () => {
  test('selects its pods and closes both directions, whatever is let through', () => {
    const policy = drawn({ ingress: [], egress: [] });
    expect(policy?.metadata).toMatchObject({ name: 'qwen', namespace: 'serving' });
    expect(policy?.['spec']).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/instance': 'qwen' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('lets each flow through by itself: namespace and pods of a peer belong together', () => {
    const policy = drawn({ ingress: [{ peer, port: 8080 }], egress: [{ peer, port: 9090 }] });
    expect(valueAt(policy, 'spec.ingress')).toEqual([{ from: [pods], ports: [{ protocol: 'TCP', port: 8080 }] }]);
    expect(valueAt(policy, 'spec.egress')).toEqual([{ to: [pods], ports: [{ protocol: 'TCP', port: 9090 }] }]);
  });

  test('lets names be resolved over UDP and TCP, by pods and by addresses that no selector matches', () => {
    expect(valueAt(drawn({ ingress: [], egress: [], dns: clusterDns }), 'spec.egress')).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
          { ipBlock: { cidr: '169.254.20.10/32' } },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ]);
  });

  test("resolvers may listen on a port of their own, as OpenShift's do", () => {
    expect(
      valueAt(drawn({ ingress: [], egress: [], dns: { ...clusterDns, port: 5353 } }), 'spec.egress[0].ports'),
    ).toEqual([
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
      { protocol: 'UDP', port: 5353 },
      { protocol: 'TCP', port: 5353 },
    ]);
  });

  test('lets addresses through without those that are excepted', () => {
    const addresses = [
      { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'], port: 443 },
      { cidr: '192.0.2.7/32', except: [], port: 8443 },
      { cidr: '192.0.2.8/32', port: 8443 },
    ];
    expect(valueAt(drawn({ ingress: [], egress: [], addresses }), 'spec.egress')).toEqual([
      { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ protocol: 'TCP', port: 443 }] },
      { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: [{ protocol: 'TCP', port: 8443 }] },
      { to: [{ ipBlock: { cidr: '192.0.2.8/32' } }], ports: [{ protocol: 'TCP', port: 8443 }] },
    ]);
  });
});

test('the default denies every pod of the namespace both directions: an empty selector is kept', () => {
  const [policy] = draw((chart) => denyByDefault(chart, 'deny', 'serving', owner));
  expect([policy?.metadata.name, policy?.metadata.namespace]).toEqual(['default-deny', 'serving']);
  expect(policy?.['spec']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

describe('public HTTPS', () => {
  const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const holds = (cidr: string, address: string): boolean => {
    const [base = '', bits = ''] = cidr.split('/');
    const size = 2 ** (32 - Number(bits));
    return Math.floor(number(base) / size) === Math.floor(number(address) / size);
  };
  const isOpen = (address: string): boolean =>
    holds(publicHttps.cidr, address) && !(publicHttps.except ?? []).some((cidr) => holds(cidr, address));

  test.each([
    '169.254.169.254',
    '100.100.100.200',
    '192.0.0.192',
    '10.96.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '240.0.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ])('does not reach %s', (address) => {
    expect(isOpen(address)).toBe(false);
  });

  test.each(['18.165.1.1', '9.255.255.255', '11.0.0.1', '172.32.0.1', '192.1.0.1', '104.21.0.1'])(
    'reaches %s',
    (address) => {
      expect(isOpen(address)).toBe(true);
    },
  );

  test('is one port, and its exceptions lie within it', () => {
    expect(publicHttps.port).toBe(443);
    expect((publicHttps.except ?? []).every((cidr) => holds(publicHttps.cidr, cidr.split('/')[0] ?? ''))).toBe(true);
  });
});

describe('public HTTPS over IPv6', () => {
  const isOpen = (address: string): boolean =>
    holdsAddress(publicHttps6.cidr, address) &&
    !(publicHttps6.except ?? []).some((cidr) => holdsAddress(cidr, address));

  test.each([
    ['the address of AWS for metadata', 'fd00:ec2::254'],
    ['that of Google Cloud', 'fd20:ce::254'],
    ['a Service', 'fd00:10:96::1'],
    ['a neighbour', 'fe80::1'],
    ['the pod itself', '::1'],
    ['every neighbour', 'ff02::1'],
    ['metadata behind a translator', '64:ff9b::a9fe:a9fe'],
    ['a private address behind a translator', '64:ff9b::a00:1'],
    ['a translator of the network itself', '64:ff9b:1::1'],
    ['a private address in a tunnel', '2002:a00:1::1'],
  ])('does not reach %s', (_, address) => {
    expect(isOpen(address)).toBe(false);
  });

  test.each(['2600:9000:2000::1', '2a06:98c1:3120::1', '64:ff9b::12a5:101'])('reaches %s', (address) => {
    expect(isOpen(address)).toBe(true);
  });

  test('has exceptions that an API server takes: within the range, in their shortest form, without further bits', () => {
    const ranges = (publicHttps6.except ?? []).map(parseCidr);
    expect(ranges.map((range) => [range?.family, range?.isCanonical, range?.hasHostBits])).toEqual(
      ranges.map(() => [6, true, false]),
    );
  });

  test('is opened for the families that there are, each once', () => {
    expect(publicAddresses(['IPv4'])).toEqual([publicHttps]);
    expect(publicAddresses(['IPv6'], 8443)).toEqual([{ ...publicHttps6, port: 8443 }]);
    expect(publicAddresses(['IPv6', 'IPv4'])).toEqual([publicHttps6, publicHttps]);
  });
});
