/** Environments on clusters of every address family, and with user ids of the cluster: they pass all rules. */
import { describe, expect, test } from '@jest/globals';
import { connectivityCsv, type EnvironmentInput, type Manifest, synthesise, type Synthesis } from '../../lib';
import { type Families, familyOf } from '../../lib/core/families';
import { workloadPod } from '../../lib/kubernetes/read/workload-pod';
import { environments } from '../../overlays';

const resolvers = { IPv4: '10.96.0.10/32', IPv6: 'fd00:10:96::a/128' } as const;

/** An environment on another cluster: what its addresses said there is left out. */
function on(input: EnvironmentInput, families: Families, userIds: 'ours' | 'cluster' = 'ours'): EnvironmentInput {
  const { weights, downloads } = input.cluster;
  const [first = resolvers.IPv4, ...others] = families.map((family) => resolvers[family]);
  return {
    ...input,
    cluster: {
      ...input.cluster,
      families,
      userIds,
      dns: { addresses: [first, ...others] },
      weights: 'address' in weights ? { ...weights, address: undefined } : weights,
      downloads: { ...downloads, endpoints: undefined },
    } as EnvironmentInput['cluster'],
  };
}

const manifestsOf = ({ charts }: Synthesis): readonly Manifest[] => charts.flatMap(({ manifests }) => manifests);
const textOf = (synthesis: Synthesis): string => JSON.stringify(manifestsOf(synthesis));
const podsOf = (synthesis: Synthesis) => manifestsOf(synthesis).flatMap((manifest) => workloadPod(manifest) ?? []);

interface Spec {
  readonly clusterIP?: string;
  readonly ipFamilyPolicy?: string;
}
const servicesOf = (synthesis: Synthesis): readonly Spec[] =>
  manifestsOf(synthesis)
    .filter(({ kind }) => kind === 'Service')
    .map((manifest) => (manifest as unknown as { readonly spec: Spec }).spec);

/** The address ranges that policies open. */
const opened = (synthesis: Synthesis): readonly string[] => [
  ...new Set([...textOf(synthesis).matchAll(/"cidr":"([^"]+)"/g)].map(([, cidr = '']) => cidr)),
];

// A host that begins with a slash is the folder of a socket.
const listening = /"--host","([^/"][^"]*)"|"OLLAMA_HOST","value":"([^"]+)"|listen (\S+);/g;
const listens = (synthesis: Synthesis): readonly string[] => [
  ...new Set(
    [...textOf(synthesis).matchAll(listening)].map(([, host, ollama, nginx]) => host ?? ollama ?? nginx ?? ''),
  ),
];

/** The environments of this repository, whose policies of others name no addresses. */
const all = environments.map((input) => [input.name, input] as const);

describe.each(all)('%s', (_, input) => {
  test('is the same as before on a cluster of IPv4, whether that is stated or not', () => {
    const stated = { ...input, cluster: { ...input.cluster, families: ['IPv4'], userIds: 'ours' } } as EnvironmentInput;
    expect(textOf(synthesise(stated))).toBe(textOf(synthesise(input)));
  });

  test('on a cluster of IPv6 alone listens and opens nothing else', () => {
    const synthesis = synthesise(on(input, ['IPv6']));
    expect(opened(synthesis).map(familyOf)).toEqual(opened(synthesis).map(() => 'IPv6'));
    expect(listens(synthesis).filter((address) => !address.includes('::'))).toEqual([]);
    expect(servicesOf(synthesis).filter(({ ipFamilyPolicy }) => ipFamilyPolicy !== undefined)).toEqual([]);
    // A connection within the pod needs no family of the cluster.
    expect(textOf(synthesis)).not.toMatch(/0\.0\.0\.0/);
  });

  test.each<[Families]>([[['IPv4', 'IPv6']], [['IPv6', 'IPv4']]])('on a cluster of %j serves both', (families) => {
    const synthesis = synthesise(on(input, families));
    expect(opened(synthesis)).toEqual(expect.arrayContaining([resolvers.IPv4, resolvers.IPv6]));
    expect(opened(synthesis).includes('0.0.0.0/0')).toBe(opened(synthesis).includes('::/0'));
    const addressed = servicesOf(synthesis).filter(({ clusterIP }) => clusterIP === undefined);
    expect(addressed.map(({ ipFamilyPolicy }) => ipFamilyPolicy)).toEqual(addressed.map(() => 'PreferDualStack'));
    // Where a name lists the pods, a second address of each would count it twice.
    const listing = servicesOf(synthesis).filter(({ clusterIP }) => clusterIP === 'None');
    expect(listing.map(({ ipFamilyPolicy }) => ipFamilyPolicy)).toEqual(listing.map(() => undefined));
  });

  test('with user ids of the cluster names none, and stays restricted', () => {
    const synthesis = synthesise(on(input, ['IPv4'], 'cluster'));
    expect(textOf(synthesis)).not.toMatch(/"(runAsUser|runAsGroup|fsGroup)":10001/);
    const pods = podsOf(synthesis).filter(({ containers }) =>
      containers.every(({ container }) => container.securityContext?.runAsUser !== 0),
    );
    expect(pods.length).toBeGreaterThan(0);
    for (const { spec, containers } of pods) {
      expect(spec.securityContext).toEqual({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        fsGroupChangePolicy: 'OnRootMismatch',
      });
      for (const { container } of containers)
        expect(container.securityContext).toEqual({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
    }
  });
});

test('the matrix of a cluster of both families has the public addresses of each', () => {
  const [production] = environments.filter(({ name }) => name === 'production');
  if (production === undefined) throw new Error('this repository has an environment production');
  const rows = connectivityCsv(manifestsOf(synthesise(on(production, ['IPv4', 'IPv6']))));
  expect(rows.split('\n').filter((row) => row.startsWith('model-store/load-gpt-oss-20b-mxfp4,'))).toEqual([
    'model-store/load-gpt-oss-20b-mxfp4,IPv6 internet,TCP 443',
    'model-store/load-gpt-oss-20b-mxfp4,internet,TCP 443',
    'model-store/load-gpt-oss-20b-mxfp4,node-local DNS 169.254.20.10,"TCP 53,UDP 53"',
    'model-store/load-gpt-oss-20b-mxfp4,pods k8s-app=kube-dns of kube-system,"TCP 53,UDP 53"',
    'model-store/load-gpt-oss-20b-mxfp4,private IPv6 addresses fd00:10:96::a,"TCP 53,UDP 53"',
    'model-store/load-gpt-oss-20b-mxfp4,private addresses 10.96.0.10,"TCP 53,UDP 53"',
  ]);
});

test('resolvers of providers on the nodes are open for names, and for nothing else', () => {
  const [production] = environments.filter(({ name }) => name === 'production');
  if (production === undefined) throw new Error('this repository has an environment production');
  const addresses = ['10.96.0.10/32', '169.254.10.11/32', '169.254.169.254/32'] as const;
  const input = { ...production, cluster: { ...production.cluster, dns: { addresses } } } as EnvironmentInput;
  const rows = connectivityCsv(manifestsOf(synthesise(input))).split('\n');
  const ofLoader = rows.filter((row) => row.startsWith('model-store/load-gpt-oss-20b-mxfp4,'));
  expect(ofLoader).toEqual(
    expect.arrayContaining([
      'model-store/load-gpt-oss-20b-mxfp4,metadata address 169.254.169.254,"TCP 53,UDP 53"',
      'model-store/load-gpt-oss-20b-mxfp4,reserved addresses 169.254.10.11,"TCP 53,UDP 53"',
    ]),
  );
  expect(ofLoader.filter((row) => /169\.254/.test(row) && !row.endsWith(',"TCP 53,UDP 53"'))).toEqual([]);
});
