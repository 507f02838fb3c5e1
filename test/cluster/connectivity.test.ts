/**
 * The connectivity matrix beside that of netpol-analyzer, which reads the same manifests: for every environment, and for
 * random sets of policies. No cluster is started.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from '@jest/globals';
import { synthesise, type Manifest } from '../../lib';
import { surroundingsOf, type PodEnd } from '../../lib/reachability';
import { environments } from '../../overlays';
import { toolPath } from '../../scripts/toolchain/tools';
import { team } from '../namespaced/team';
import { differing, ours, theirs } from '../reachability/netpol-analyzer';
import { policySet } from '../reachability/policy-sets';
import { count } from './claims';

const minutes = 60_000;
let netpolicy = '';

beforeAll(async () => {
  netpolicy = await toolPath('netpol-analyzer');
}, 15 * minutes);

/** Kinds that decide who may connect; netpol-analyzer would warn of others. */
const kinds = ['CronJob', 'Deployment', 'Job', 'Namespace', 'NetworkPolicy', 'StatefulSet'];

/** A pod of others as an object, in a namespace of its own where none is named. */
function asObjects({ namespace, namespaceLabels, labels }: PodEnd, i: number): readonly Manifest[] {
  const where = namespace ?? `of-others-${i}`;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: where, labels: { ...namespaceLabels } } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `of-others-${i}`, namespace: where },
      spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'main' }] } } },
    },
  ];
}

const onlyOnce = (manifests: readonly Manifest[]): readonly Manifest[] => [
  ...new Map(manifests.map((each) => [`${each.kind} ${each.metadata.namespace}/${each.metadata.name}`, each])).values(),
];

/** An environment with the pods of others that its matrix has. */
function withOthers(manifests: readonly Manifest[]): readonly Manifest[] {
  const { named, beside, rest } = surroundingsOf(manifests);
  const others = [...named, ...beside, ...rest.flatMap((end) => (end.kind === 'pods' ? [end] : []))];
  return onlyOnce([...others.flatMap(asObjects), ...manifests.filter(({ kind }) => kinds.includes(kind))]);
}

test.each([...environments, team])('$name', async (input) => {
  const manifests = withOthers(synthesise(input).charts.flatMap((chart) => chart.manifests));
  const [mine, other] = [ours(manifests), await theirs(netpolicy, manifests)];
  expect(mine.size).toBeGreaterThan(0);
  expect(differing(mine, other)).toEqual([]);
  count('connectivity', { environments: 1, pairs: mine.size });
});

const sets = Number(process.env['SETS'] ?? 1000);
const seed = Number(process.env['SEED'] ?? 20261129);
const perCall = 20;

/** Objects of one set: its namespaces begin with its prefix. */
const isOf = (prefix: string, { metadata: { name, namespace = name } }: Manifest): boolean =>
  namespace.startsWith(`${prefix}-`);

test(`${sets} random sets of policies (seed ${seed})`, async () => {
  let [pairs, restricted] = [0, 0];
  for (let first = 0; first < sets; first += perCall) {
    const prefixes = Array.from({ length: Math.min(perCall, sets - first) }, (_, i) => `s${first + i}`);
    const drawn = prefixes.flatMap((prefix, i) =>
      fc.sample(policySet(prefix), { numRuns: 1, seed: Math.imul(seed, 10007) + first + i }).flat(),
    );
    const [mine, other] = [ours(drawn), await theirs(netpolicy, drawn)];
    const faults = differing(mine, other);
    const [worst = ''] = faults;
    const involved = prefixes.filter((prefix) => worst.includes(`${prefix}-`));
    const shown = drawn.filter((manifest) => involved.some((prefix) => isOf(prefix, manifest)));
    expect({ faults, manifests: faults.length === 0 ? [] : shown }).toEqual({ faults: [], manifests: [] });
    pairs += mine.size;
    restricted += [...mine.values()].filter((ports) => !ports.includes('All Connections')).length;
  }
  // The sets must be worth comparing: many pairs may connect on some ports only.
  expect(restricted / pairs).toBeGreaterThan(0.1);
  count('connectivity', { 'sets of policies': sets, pairs });
});

test('the fault for which no ranges overlap in part: netpol-analyzer loses the port that both ends allow', async () => {
  const policy = (name: string, spec: object): Manifest => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'a' },
    spec: { podSelector: { matchLabels: { app: name } }, ...spec },
  });
  const pod = (app: string): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace: 'a' },
    spec: { template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'main' }] } } },
  });
  const manifests = [
    pod('from'),
    pod('to'),
    policy('from', { policyTypes: ['Egress'], egress: [{ ports: [{ port: 80, endPort: 443 }] }] }),
    policy('to', { ingress: [{ ports: [{ port: 53, endPort: 80 }] }] }),
  ];
  const pair = 'a/from[Deployment] → a/to[Deployment]';
  expect([ours(manifests).get(pair), (await theirs(netpolicy, manifests)).get(pair)]).toEqual(['TCP 80', undefined]);
});
