/**
 * Random sets of namespaces, pods and network policies. Each set has namespaces of its own, so that one call of an
 * analyser takes many.
 *
 * Left out, because of faults of netpol-analyzer v1.4.4:
 *
 * - named ports in egress rules that addresses are a peer of. It refuses the whole folder; Kubernetes accepts the rule,
 *   and no address has a port with a name.
 * - two ranges of ports that overlap in part. Of an egress to 80-443 and an ingress on 53-80 it leaves nothing, although
 *   both allow 80: adding a range that begins in one interval of a set and ends in the next one loses a piece. Ranges
 *   here are nested or apart; parts are for the tests of `lib/reachability/ports.ts`.
 */
import fc from 'fast-check';
import type { Manifest } from '../../lib';

type Fields = Readonly<Record<string, unknown>>;

const labelPools: Readonly<Record<string, readonly string[]>> = { app: ['a', 'b', 'c'], tier: ['x', 'y'] };
const namespacePools: Readonly<Record<string, readonly string[]>> = { team: ['red', 'blue'], stage: ['test'] };

const labels = (pools: typeof labelPools): fc.Arbitrary<Fields> =>
  fc.record(Object.fromEntries(Object.entries(pools).map(([key, values]) => [key, fc.constantFrom(...values)])), {
    requiredKeys: [],
  });

const expression = (pools: typeof labelPools): fc.Arbitrary<Fields> =>
  fc.constantFrom(...Object.keys(pools)).chain((key) =>
    fc.oneof(
      fc.record({
        key: fc.constant(key),
        operator: fc.constantFrom('In', 'NotIn'),
        values: fc.uniqueArray(fc.constantFrom(...(pools[key] ?? [])), { minLength: 1 }),
      }),
      fc.record({ key: fc.constant(key), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
    ),
  );

const selector = (pools: typeof labelPools): fc.Arbitrary<Fields> =>
  fc.oneof(
    fc.constant({}),
    fc.record({ matchLabels: labels(pools) }),
    fc.record({ matchExpressions: fc.array(expression(pools), { maxLength: 2 }) }),
    fc.record({ matchLabels: labels(pools), matchExpressions: fc.array(expression(pools), { maxLength: 1 }) }),
  );

/** Ranges, each with some inside of it. */
const ranges: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8', '169.254.169.254/32', '203.0.113.0/24', '0.0.0.0/8', '240.0.0.0/4'],
  '10.0.0.0/8': ['10.1.0.0/16', '10.1.2.3/32', '10.0.0.0/9'],
  '10.1.2.3/32': [],
  '192.168.0.0/16': ['192.168.7.0/24'],
  '203.0.113.0/24': ['203.0.113.128/25', '203.0.113.0/32'],
};

const block: fc.Arbitrary<Fields> = fc
  .constantFrom(...Object.keys(ranges))
  .chain((cidr) => fc.record({ cidr: fc.constant(cidr), except: fc.option(fc.subarray([...(ranges[cidr] ?? [])])) }))
  .map(({ cidr, except }) => ({ ipBlock: except === null ? { cidr } : { cidr, except } }));

/** What a set's selectors may ask of namespaces: its labels, or its name. */
const namespaceSelector = (names: readonly string[]): fc.Arbitrary<Fields> =>
  fc.oneof(
    selector(namespacePools),
    selector({ ...namespacePools, 'kubernetes.io/metadata.name': names }),
    fc.record({ matchLabels: fc.record({ 'kubernetes.io/metadata.name': fc.constantFrom(...names) }) }),
  );

const podPeer = (names: readonly string[]): fc.Arbitrary<Fields> =>
  fc.oneof(
    fc.record({ podSelector: selector(labelPools) }),
    fc.record({ namespaceSelector: namespaceSelector(names) }),
    fc.record({ namespaceSelector: namespaceSelector(names), podSelector: selector(labelPools) }),
  );

const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP');
const number = fc.constantFrom(1, 53, 80, 443, 8080, 9000, 65535);
const names = ['http', 'dns', 'metrics'] as const;

/** Of each two, one is within the other, or they have no port in common. */
const nestedRanges: readonly Fields[] = [
  { port: 1, endPort: 65535 },
  { port: 53, endPort: 30000 },
  { port: 80, endPort: 9000 },
  { port: 80, endPort: 443 },
  { port: 443, endPort: 443 },
  { port: 8080, endPort: 9000 },
  { port: 8443, endPort: 9000 },
];

const numericPort: fc.Arbitrary<Fields> = fc.oneof(
  fc.constant({}),
  fc.record({ protocol }),
  fc.record({ port: number }),
  fc.record({ port: number, protocol }),
  fc
    .tuple(fc.constantFrom(...nestedRanges), fc.option(protocol))
    .map(([range, which]) => (which === null ? range : { ...range, protocol: which })),
);
const namedPort: fc.Arbitrary<Fields> = fc.oneof(
  fc.record({ port: fc.constantFrom(...names) }),
  fc.record({ port: fc.constantFrom(...names), protocol }),
);

/** A list that is absent, empty or not. */
const listOf = (item: fc.Arbitrary<Fields>, maxLength: number): fc.Arbitrary<readonly Fields[] | undefined> =>
  fc.option(fc.array(item, { maxLength }), { nil: undefined, freq: 4 });

const anyPorts = listOf(fc.oneof(numericPort, namedPort), 3);

const ingressRule = (own: readonly string[]): fc.Arbitrary<Fields> =>
  fc.record({ from: listOf(fc.oneof(podPeer(own), block), 2), ports: anyPorts });

const egressRule = (own: readonly string[]): fc.Arbitrary<Fields> =>
  fc.oneof(
    fc.record({ to: listOf(fc.oneof(podPeer(own), block), 2), ports: listOf(numericPort, 3) }),
    fc.record({ to: fc.array(podPeer(own), { minLength: 1, maxLength: 2 }), ports: anyPorts }),
  );

const policySpec = (own: readonly string[]): fc.Arbitrary<Fields> =>
  fc.record({
    podSelector: selector(labelPools),
    policyTypes: fc.option(fc.subarray(['Ingress', 'Egress']), { nil: undefined, freq: 4 }),
    ingress: listOf(ingressRule(own), 2),
    egress: listOf(egressRule(own), 2),
  });

const containerPort = fc.record({
  containerPort: number,
  protocol: fc.option(protocol, { nil: undefined }),
});

/** Ports whose names are unique in the pod, as Kubernetes wants it. */
const podPorts = fc
  .tuple(
    fc.uniqueArray(containerPort, { selector: (port) => `${port.containerPort}`, minLength: 1, maxLength: 3 }),
    fc.shuffledSubarray([...names]),
  )
  .map(([ports, own]) => ports.map((port, i) => (own[i] === undefined ? port : { ...port, name: own[i] })));

const podOf = (kind: string, name: string, namespace: string, own: Fields, ports: readonly Fields[]): Manifest => {
  const template = {
    metadata: { labels: own },
    spec: { containers: [{ name: 'main', image: 'main', ports }] },
  };
  const isCron = kind === 'CronJob';
  return {
    apiVersion: kind === 'Job' || isCron ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: isCron
      ? { schedule: '@daily', jobTemplate: { spec: { template } } }
      : { selector: { matchLabels: own }, template },
  };
};

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

/** The objects of one set, in namespaces that only this set has. */
export function policySet(prefix: string): fc.Arbitrary<readonly Manifest[]> {
  const own = [`${prefix}-a`, `${prefix}-b`];
  const namespace = (name: string) =>
    labels(namespacePools).map((of): Manifest => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: of as Readonly<Record<string, string>> },
    }));
  const pod = fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(...own), labels(labelPools), podPorts);
  const policy = fc.tuple(fc.constantFrom(...own), policySpec(own));
  return fc
    .record({
      namespaces: fc.tuple(...own.map(namespace)),
      pods: fc.array(pod, { minLength: 2, maxLength: 4 }),
      policies: fc.array(policy, { minLength: 1, maxLength: 4 }),
    })
    .map(({ namespaces, pods, policies }) => [
      ...namespaces,
      ...pods.map(([kind, where, of, ports], i) => podOf(kind, `pod-${i}`, where, of, ports)),
      ...policies.map(([where, spec], i) => ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `policy-${i}`, namespace: where },
        spec,
      })),
    ]);
}
