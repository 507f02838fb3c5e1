/** The lines of a matrix, and what is tried to see it on the network. */
import { describe, expect, test } from '@jest/globals';
import { addressEnd, connectivityCsv, probes, type Manifest } from '../../lib';
import { podEnds } from '../../lib/reachability/ends';

const pod = (name: string, namespace = 'llm'): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [{ name, ports: [{ name: 'http', containerPort: 8080 }] }] },
});
const policy = (spec: object): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'policy', namespace: 'llm' },
  spec,
});
const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

describe('as CSV', () => {
  test('without policies, everything else is one line', () => {
    expect(connectivityCsv([pod('a')])).toBe(
      [
        'src,dst,conn',
        'any other peer,any other pod of llm,All Connections',
        'any other peer,llm/a,All Connections',
        'any other pod of llm,any other peer,All Connections',
        'any other pod of llm,any other pod of llm,All Connections',
        'any other pod of llm,llm/a,All Connections',
        'llm/a,any other peer,All Connections',
        'llm/a,any other pod of llm,All Connections',
        'llm/a,llm/a,All Connections',
        '',
      ].join('\n'),
    );
  });

  test('what has no line is denied', () => {
    expect(connectivityCsv([pod('a'), deny])).toBe('src,dst,conn\n');
  });

  test('peers are named by what policies ask of them, addresses by what answers there', () => {
    const spec = {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: { matchLabels: { app: 'b', c: 'd' } } },
          ],
          ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }],
        },
        {
          to: [
            { ipBlock: { cidr: '203.0.113.7/32' } },
            { ipBlock: { cidr: '169.254.0.0/16' } },
            { ipBlock: { cidr: 'fd00::1/128' } },
          ],
        },
      ],
    };
    expect(
      connectivityCsv([pod('a'), deny, policy(spec)])
        .split('\n')
        .filter((line) => line.startsWith('llm/a')),
    ).toEqual([
      'llm/a,internet 203.0.113.7,All Connections',
      'llm/a,metadata address 169.254.169.254,All Connections',
      'llm/a,node-local DNS 169.254.20.10,All Connections',
      'llm/a,"pods app=b,c=d of namespaces team=x","TCP 53,UDP 53"',
      'llm/a,private IPv6 addresses fd00::1,All Connections',
      'llm/a,"reserved addresses 169.254.0.0-169.254.20.9, 169.254.20.11-169.254.169.253, 169.254.169.255-169.254.255.255",All Connections',
    ]);
  });

  test('addresses of IPv6 have the classes of those of IPv4, once a policy names one', () => {
    const to = (...peers: readonly object[]) =>
      connectivityCsv([pod('a'), deny, policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: peers }] })])
        .split('\n')
        .filter((line) => line.startsWith('llm/a'));
    expect(to({ ipBlock: { cidr: '::/0' } })).toEqual([
      'llm/a,IPv6 internet,All Connections',
      'llm/a,metadata address fd00:ec2::254,All Connections',
      'llm/a,metadata address fd20:ce::254,All Connections',
      'llm/a,private IPv6 addresses,All Connections',
      'llm/a,reserved IPv6 addresses,All Connections',
    ]);
    expect(to({ ipBlock: { cidr: 'fe80::/10' } })).toEqual([
      'llm/a,reserved IPv6 addresses fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff,All Connections',
    ]);
    expect(to({ ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128', 'fe80::/10'] } })).toEqual([
      'llm/a,IPv6 internet,All Connections',
      'llm/a,metadata address fd20:ce::254,All Connections',
      'llm/a,other reserved IPv6 addresses,All Connections',
      'llm/a,private IPv6 addresses,All Connections',
    ]);
    expect(to({ ipBlock: { cidr: '64:ff9b::a00:0/104' } })).toEqual([
      'llm/a,reserved IPv6 addresses 64:ff9b::a00:0-64:ff9b::aff:ffff,All Connections',
    ]);
    expect(to({ ipBlock: { cidr: '::/0', except: ['fc00::/7'] } })).not.toContain(
      'llm/a,metadata address fd00:ec2::254,All Connections',
    );
  });

  test('two workloads keep the hash of their content where they would have the same name', () => {
    const names = (...pods: readonly Manifest[]) => podEnds(pods).map(({ name }) => name);
    expect(names(pod('load-0123abcd'))).toEqual(['llm/load']);
    expect(names(pod('load-0123abcd'), pod('load-0123abce'))).toEqual(['llm/load-0123abcd', 'llm/load-0123abce']);
  });
});

describe('probes', () => {
  const open = policy({
    podSelector: {},
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 'http' }] }],
  });
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'front', namespace: 'llm' },
    spec: { selector: { app: 'a' }, ports: [{ port: 80, targetPort: 'http' }] },
  };
  const apiServer = { end: addressEnd('API server', ['10.96.0.1']), ports: [{ protocol: 'TCP', port: 443 }] };

  test('name the Services of the destination, and what is expected', () => {
    expect(
      probes([pod('a'), deny, open, service])
        .filter(({ from, to }) => from.name === 'pods app=web of llm' && to.name === 'llm/a')
        .map(({ port, services, isAllowed, isDeclared }) => ({ port, services, isAllowed, isDeclared })),
    ).toEqual([
      { port: 8080, services: [{ host: 'front.llm.svc', port: 80 }], isAllowed: false, isDeclared: true },
      { port: 4000, services: [], isAllowed: false, isDeclared: false },
    ]);
  });

  test('go to addresses, and come from those that send', () => {
    const manifests = [pod('a'), policy({ podSelector: {}, policyTypes: ['Ingress'] })];
    const names = (sends: boolean) =>
      probes(manifests, { addresses: [{ ...apiServer, sends }] })
        .filter(({ from, to }) => [from, to].some(({ name }) => name === 'API server'))
        .map(({ from, to, port, isAllowed }) => `${from.name} → ${to.name} ${port} ${isAllowed}`);
    const out = ['llm/a → API server 443 true', 'llm/a → API server 4000 true'];
    expect(names(false)).toEqual(expect.arrayContaining(out));
    expect(names(false).filter((name) => name.startsWith('API server'))).toEqual([]);
    expect(names(true)).toEqual(expect.arrayContaining([...out, 'API server → llm/a 8080 false']));
  });

  test('know the address of a pod, where a range may hold it', () => {
    const range = policy({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    });
    const allowed = (address?: string) =>
      probes([pod('a'), pod('b'), range], { addressOf: () => address }).find(
        ({ from, to }) => from.name === 'llm/a' && to.name === 'llm/b',
      )?.isAllowed;
    expect([allowed(), allowed('10.1.2.3'), allowed('192.168.0.3')]).toEqual([false, true, false]);
  });
});
