/**
 * Random small environments that use every form of text and number that an overlay may write: names, labels, ranges,
 * sizes, options.
 */
import fc from 'fast-check';
import { bytes, gib, gigabytes, mib, type EnvironmentInput } from '../../lib';
import { base, smallModel } from '../invalid/base';

const lower = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const word = (inner: readonly string[], ends: readonly string[], most: number) =>
  fc
    .tuple(
      fc.constantFrom(...ends),
      fc.string({ unit: fc.constantFrom(...inner), maxLength: most - 2 }),
      fc.constantFrom(...ends),
    )
    .map((parts) => parts.join(''));

const label = (most = 20) => word([...lower, '-'], lower, most);
const dnsName = fc.array(label(), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const mixed = [...lower, ...'ABCXYZ'];
const qualified = word([...mixed, '-', '_', '.'], mixed, 63);
const labelKey = fc.oneof(
  qualified,
  fc.tuple(dnsName, qualified).map(([prefix, name]) => `${prefix}/${name}`),
);
const labelValue = fc.oneof(fc.constant(''), qualified);
const labels = fc.dictionary(labelKey, labelValue, { minKeys: 1, maxKeys: 4 });

/** Keys of workloads: whatever becomes a name that starts with a letter. */
const key = fc
  .tuple(
    fc.constantFrom('m', 'Q', 'z'),
    fc.string({ unit: fc.constantFrom(...mixed, '.', ':', '/', ' ', '-', 'ä', "'", '"'), minLength: 1, maxLength: 80 }),
  )
  .map(([first, rest]) => `${first}${rest}`);

const ipv4 = fc
  .tuple(fc.constantFrom(8, 52, 104, 185), fc.nat(2 ** 24 - 1), fc.integer({ min: 16, max: 32 }))
  .map(([first, rest, prefix]) => {
    const address = (first * 2 ** 24 + rest) >>> 0;
    const network = prefix === 32 ? address : ((address >>> (32 - prefix)) << (32 - prefix)) >>> 0;
    return `${[24, 16, 8, 0].map((shift) => (network >>> shift) & 255).join('.')}/${prefix}`;
  });
const ipv6 = fc
  .array(fc.integer({ min: 1, max: 0xffff }), { minLength: 2, maxLength: 3 })
  .map((groups) => `2600:${groups.map((group) => group.toString(16)).join(':')}::/${16 * (groups.length + 1)}`);
const cidr = fc.oneof(ipv4, ipv6);

const size = (least: number, most: number) =>
  fc.oneof(
    fc.integer({ min: Math.ceil(least / gib(1)), max: Math.floor(most / gib(1)) }).map((count) => gib(count)),
    fc.integer({ min: Math.ceil(least / 1e9), max: Math.floor(most / 1e9) }).map((count) => gigabytes(count)),
    fc.integer({ min: least, max: most }).map(bytes),
  );

const peer = fc.oneof(
  fc.record({ namespace: label(), podLabels: labels }),
  label().map((namespace) => ({ namespace, anyPod: true as const })),
);
const part = word([...mixed, '.', '-', '_', '@', '+'], mixed, 20);
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);

/** Few addresses, of either family. */
const resolver = fc.oneof(
  ipv4.filter((text) => Number(text.split('/')[1]) >= 24),
  fc.constantFrom('fd00:10:96::a/128', '10.96.0.10/32'),
);

const cluster = fc.record({
  requestsFrom: peer,
  monitoring: peer,
  dns: fc.record({
    pods: peer,
    addresses: fc
      .tuple(fc.constantFrom('10.96.0.10/32', '10.100.0.10/32'), resolver)
      .map(([first, second]): readonly [string, ...string[]] => (first === second ? [first] : [first, second])),
  }),
  weights: fc.record({
    kind: fc.constant('nfs' as const),
    server: fc.oneof(dnsName, fc.constant('10.1.2.3'), fc.constant('fd00::7')),
    share: path,
    subDir: part,
    capacity: size(gib(100), gib(4000)),
    bandwidth: size(mib(100), gib(20)),
    mountOptions: fc.uniqueArray(
      fc.constantFrom(
        'hard',
        'nfsvers=4.1',
        'timeo=600',
        'retrans=2',
        'noatime',
        'rsize=1048576',
        'sec=krb5p',
        'nconnect=8',
      ),
      { maxLength: 5 },
    ),
  }),
  // Addresses of either are among what is drawn.
  families: fc.constant(['IPv4', 'IPv6'] as const),
  downloads: fc.record({
    endpoints: fc
      .uniqueArray(fc.record({ cidr, port: fc.integer({ min: 1, max: 65_535 }) }), {
        minLength: 1,
        maxLength: 4,
        selector: ({ cidr: range, port }) => `${range} ${port}`,
      })
      // The hub itself is reached over HTTPS.
      .map((others) => [{ cidr: '203.0.113.0/24', port: 443 }, ...others]),
    hubToken: fc.record({ secretName: dnsName, key: word([...mixed, '-', '_', '.'], mixed, 40) }),
  }),
});

const pool = fc.record({
  nodes: fc.uniqueArray(label(), { minLength: 3, maxLength: 6 }),
  labels,
  taints: fc.array(
    fc.record({ key: labelKey, value: labelValue, effect: fc.constantFrom('NoSchedule', 'NoExecute') }),
    { maxLength: 2 },
  ),
  cpu: fc.constantFrom(16, 32, 63.5),
  memory: size(gib(64), gib(512)),
  ephemeralStorage: size(gib(200), gib(4000)),
});

const model = fc.record({
  cpu: fc.constantFrom(1, 2, 0.5, 2.25),
  memory: fc.option(size(gib(3), gib(12)), { nil: undefined }),
  replicas: fc.integer({ min: 1, max: 2 }),
  priority: fc.constantFrom('interactive', 'standard', 'batch'),
});

/** An environment that synthesises, whatever is drawn. */
export const writtenEnvironment = (serving: string, store: string): fc.Arbitrary<EnvironmentInput> =>
  fc
    .record({
      cluster,
      pool,
      models: fc.dictionary(key, model, { minKeys: 1, maxKeys: 2 }),
      priority: fc.integer({ min: 2, max: 1_000_000_000 }),
    })
    .map(
      ({ cluster: drawn, pool: { nodes, labels: own, taints, ...hardware }, models, priority }): EnvironmentInput => ({
        name: 'written',
        delivery: 'kubectl',
        cluster: { id: 'written', ...drawn, namespaces: { serving, store } },
        nodePools: {
          racks: { on: 'metal', nodes, labels: own, taints, hardware: { ...hardware, diskBandwidth: gigabytes(2) } },
        },
        models: Object.fromEntries(
          Object.entries(models).map(([name, each]) => [
            name,
            {
              ...each,
              weights: 'small/Q4_K_M',
              pools: ['racks'],
              settings: base.models.chat.settings,
            },
          ]),
        ),
        priorities: { critical: priority, interactive: priority - 1, standard: 0, batch: -5 },
        prerequisites: [
          { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'a driver' },
          { kind: 'Secret', namespace: store, name: drawn.downloads.hubToken.secretName, providedBy: 'a vault' },
        ],
        catalog: { models: { 'small/Q4_K_M': smallModel } },
      }),
    );
