/** Processors of pools: every pod selects those of its pools, and is refused where one of its images is not built for them. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { imageReference, type Image } from '../../lib/catalog/image';
import type { NodeArchitecture } from '../../lib/catalog/instance';
import { gib, mib } from '../../lib/core/bytes';
import { FaultError, formatFault } from '../../lib/core/fault';
import { parseEnvironment } from '../../lib/environment/complete';
import type { EnvironmentInput, MetalPoolInput } from '../../lib/environment';
import { workloadPod } from '../../lib/kubernetes/read';
import { plan } from '../../lib/plan';
import { synthesise } from '../../lib/synthesise';
import { watched } from '../observability/alerts/fixture';

const onArm = <Pool extends MetalPoolInput>(pool: Pool): Pool => ({
  ...pool,
  hardware: { ...pool.hardware, architecture: 'arm64' },
});

const prerequisites = [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the storage team' }] as const;

/** Everything that has pods: engines, stagers, exporters, loaders, collector, gateway, databases, backups, tuning. */
const everything = {
  ...watched,
  prerequisites,
  nodePools: {
    gpu: onArm(watched.nodePools.gpu),
    cpu: {
      ...onArm(watched.nodePools.cpu),
      tuning: { settings: ['inotify-instances'], daemonSet: { reason: 'many pods' } },
    },
  },
  // The image of a cache is known to be built for amd64 only: synth refuses it on such pools.
  caches: {},
  databases: {
    chat: { kind: 'postgres', size: gib(5), databases: { chat: {} }, passwords: { secretName: 'chat-passwords' } },
  },
  backup: {
    ...watched.backup,
    sources: [...watched.backup.sources, { kind: 'database', server: 'chat', database: 'chat', room: gib(1) }],
  },
} as const satisfies EnvironmentInput;

/** The same with a pool of amd64 beside: names and processors of the pools. */
const mixed: EnvironmentInput = {
  ...everything,
  nodePools: {
    ...everything.nodePools,
    intel: {
      on: 'metal',
      nodes: ['intel-1', 'intel-2'],
      hardware: { cpu: 32, memory: gib(64), ephemeralStorage: gib(500), diskBandwidth: mib(1000) },
    },
  },
  models: { ...everything.models, fixed: { ...everything.models.fixed, pools: ['cpu', 'intel'] } },
};

const podsOf = (input: EnvironmentInput) =>
  synthesise(input).charts.flatMap(({ manifests }) =>
    manifests.flatMap((manifest) => {
      const pod = workloadPod(manifest);
      return pod === undefined ? [] : [{ title: `${manifest.kind} ${manifest.metadata.name}`, pod }];
    }),
  );

const imagesIn = (input: EnvironmentInput): ReadonlySet<string> =>
  new Set(podsOf(input).flatMap(({ pod }) => JSON.stringify(pod).match(/[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}/g) ?? []));

/** Runs with one image of the catalogue that is built for other processors. */
function builtFor<T>(image: Image, architectures: readonly NodeArchitecture[], run: () => T): T {
  const changeable = image as { architectures?: readonly NodeArchitecture[] };
  const before = changeable.architectures;
  changeable.architectures = architectures;
  try {
    return run();
  } finally {
    changeable.architectures = before;
  }
}

function refusalOf(input: EnvironmentInput): readonly string[] {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  try {
    plan(environment);
    return [];
  } catch (error) {
    if (error instanceof FaultError) return error.faults.map(formatFault);
    throw error;
  }
}

const rendered = [...imagesIn(everything)];

test('an environment on arm64 alone passes every rule, and no pod names its processors', () => {
  expect(rendered.length).toBeGreaterThanOrEqual(8);
  expect(JSON.stringify(podsOf(everything))).not.toContain('kubernetes.io/arch');
});

test.each(rendered)('%s is an image of the catalogue, and a pool of other processors is refused', (reference) => {
  const all: readonly Image[] = Object.values(images);
  const image = all.find((each) => imageReference(each) === reference);
  if (image === undefined) throw new Error('an image that the catalogue does not have');
  const refused = builtFor(image, ['amd64'], () => refusalOf(everything));
  expect(refused.filter((each) => each.includes('[ImageArchitecture]')).join('\n')).toContain(
    `${image.repository}:${image.tag}`,
  );
  expect(refusalOf(everything)).toEqual([]);
});

test('where pools differ, every pod selects the processors of its pools', () => {
  const selected = podsOf(mixed).map(({ title, pod }) => {
    const terms =
      pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
    return [
      title,
      terms.map(
        ({ matchExpressions = [] }) => matchExpressions.find(({ key }) => key === 'kubernetes.io/arch')?.values,
      ),
    ] as const;
  });
  expect(selected.length).toBeGreaterThan(8);
  for (const [title, values] of selected) {
    expect([title, values.length > 0]).toEqual([title, true]);
    for (const value of values) expect([['arm64'], ['amd64']]).toContainEqual(value);
  }
  expect(selected.find(([title]) => title === 'Deployment fixed')?.[1]).toEqual([['arm64'], ['amd64']]);
});

describe('a pool that the image of an engine does not serve', () => {
  const told = (image: Image) => builtFor(image, ['amd64'], () => refusalOf(mixed)).join('\n');

  test('is named with the image and both processors, and the pools that it does serve are proposed', () => {
    expect(told(images.llamaServer)).toContain(
      `watched.models.fixed.pools: fixed may run on pool 'cpu' with arm64 processors, and ghcr.io/ggml-org/llama.cpp:${images.llamaServer.tag} is known to be built for amd64 only.\n` +
        '  fits with: pools intel\n  [ImageArchitecture]',
    );
  });

  test('has no proposal where none serves it', () => {
    expect(told(images.llamaServerCuda)).toContain(
      `watched.models.smol.pools: smol may run on pool 'gpu' with arm64 processors, and ghcr.io/ggml-org/llama.cpp:${images.llamaServerCuda.tag} is known to be built for amd64 only.\n` +
        '  fix: name pools with processors that the image is built for\n  [ImageArchitecture]',
    );
  });
});

test('the pods beside the engines name what asks for them', () => {
  const told = builtFor(images.nodejs, ['amd64'], () => refusalOf(everything));
  expect(told).toContain(
    `watched.gateway: the gateway may run on pool 'cpu' with arm64 processors, and gcr.io/distroless/nodejs24-debian13:nonroot is known to be built for amd64 only.\n` +
      '  fix: supportPools with processors that the image is built for\n  [ImageArchitecture]',
  );
});

test('a node selector for processors takes the pools that have them', () => {
  const { environment } = parseEnvironment({
    ...mixed,
    models: {
      fixed: {
        ...everything.models.fixed,
        pools: ['cpu', 'intel'],
        pods: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } },
      },
    },
    ollama: {},
  });
  expect(environment?.servers.map(({ pools }) => pools)).toEqual([['intel']]);
});

test('the image that runs on the GPUs of a pool is the one that is looked at', () => {
  const { fixed } = watched.models;
  const rocm: EnvironmentInput = {
    ...watched,
    prerequisites,
    nodePools: {
      ...watched.nodePools,
      gpu: {
        ...onArm(watched.nodePools.gpu),
        sharing: undefined,
        hardware: {
          ...watched.nodePools.gpu.hardware,
          gpu: 'AMD-Instinct-MI300X',
          deviceGroups: [],
          architecture: 'arm64',
        },
      },
    },
    models: { chat: { ...fixed, pools: ['gpu'], gpus: 1, replicas: 1 } },
    ollama: {},
  };
  const { repository, tag } = images.llamaServerRocm;
  expect(() => podsOf(rocm)).toThrow(`${repository}:${tag} is known to be built for amd64 only`);
});
