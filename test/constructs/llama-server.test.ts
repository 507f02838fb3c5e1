/** One llama-server: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { LlamaServer, type LlamaServerProps } from '../../lib/constructs/serving/llama-server';
import { mib } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { minutes, seconds } from '../../lib/core/duration';
import type { Autoscaling, RolloutStrategy } from '../../lib/workload/pod';
import { projectorOfShape } from '../gguf/projector-file';
import { addedMounts, addedVariables, addedVolumes, everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import {
  budgets,
  compute,
  from,
  gateway,
  hubKey,
  hubModel,
  monitoring,
  programs,
  scheduling,
  settings,
  tag,
  tagModel,
} from './support/props';
import { annotated, endpointOf, operator } from './support/scraping';

const add = (chart: ConstructorParameters<typeof LlamaServer>[0], props: LlamaServerProps) =>
  new LlamaServer(chart, 'smol', props);

const smallest: LlamaServerProps = {
  namespace: 'serving',
  reference: hubKey,
  model: hubModel,
  settings,
  weights: { kind: 'ephemeral', from },
};

const template = 'Deployment serving/smol: spec.template';
const pod = `${template}.spec`;
const engine = `${pod}.containers[0]`;
const annotation = (name: string) => `Deployment serving/smol: metadata.annotations['corral.dev/${name}']`;

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a Deployment and what belongs to it, and no autoscaler', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount serving/smol',
      'NetworkPolicy serving/smol',
      'ConfigMap serving/program-llama-server-drain-#',
      'ConfigMap serving/program-stager-#',
      'ConfigMap serving/smol-lists-#',
      'Service serving/smol',
      'Deployment serving/smol',
      'PodDisruptionBudget serving/smol',
    ]);
  });

  test('give one pod that runs the CPU build with every setting on the command line', () => {
    expect(field('Deployment serving/smol: spec.replicas')).toBe(1);
    expect(field(`${engine}.image`)).toBe(
      `${images.llamaServer.repository}:${images.llamaServer.tag}@${images.llamaServer.digest}`,
    );
    expect((field(`${engine}.args`) as string[]).join(' ')).toMatch(
      /^--model \/models\/gguf\/smollm2-1\.7b-instruct\/Q4_K_M\/\S+\.gguf --alias smol --host 0\.0\.0\.0 --port 8080 --ctx-size 8192 --parallel 2 --predict 512 .*--n-gpu-layers 0 .*--threads 4 --threads-batch 4 /,
    );
    expect(field(`${engine}.env`)).toEqual(expect.arrayContaining([{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' }]));
  });

  test('size it: threads pinned to the CPU limit, memory and disk with their reasons', () => {
    const resources = field(`${engine}.resources`) as {
      requests: Record<string, string>;
      limits: Record<string, string>;
    };
    expect([resources.requests['cpu'], resources.limits['cpu']]).toEqual(['4', '4']);
    expect(resources.requests['memory']).toBe(resources.limits['memory']);
    expect(field(annotation('because.cpu'))).toBe('4 cores');
    expect(field(annotation('because.memory'))).toMatch(/^MiB: .*weights/);
    expect(field(annotation('because.ephemeral-storage'))).toMatch(
      /MiB for weights, .* for temporary files, home and logs$/,
    );
    expect(field(annotation('because.staging'))).toMatch(/1 reader over 0\.13 GB\/s, and hashing/);
    expect(field(annotation('model'))).toBe(hubKey);
  });

  test('give the weights room above their bytes: a file system keeps some, and the kubelet evicts at the limit', () => {
    const bytes = hubModel.files.reduce((sum, file) => sum + file.bytes, 0);
    const limit = field(`${pod}.volumes[0].emptyDir.sizeLimit`) as string;
    expect(Number.parseInt(limit, 10) * 2 ** 20).toBeGreaterThan(bytes * 1.07);
    expect(Number.parseInt(limit, 10) * 2 ** 20).toBeLessThan(bytes * 1.11);
  });

  test('stage them by a program that asks for no more than the engine, which then only reads', () => {
    expect(field(`${pod}.initContainers[0].resources.requests`)).toEqual({
      cpu: '250m',
      memory: '256Mi',
      'ephemeral-storage': '64Mi',
    });
    expect(field(`${pod}.initContainers[0].volumeMounts[0]`)).toEqual({ name: 'weights', mountPath: '/models' });
    expect(field(`${engine}.volumeMounts`)).toEqual([
      { name: 'weights', mountPath: '/models', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'programs', mountPath: '/etc/corral', readOnly: true },
    ]);
    expect(field("ConfigMap serving/smol-lists-*: data['weights.list']")).toContain(
      'http://10.96.0.15:8080/blobs/sha256-',
    );
  });

  test('let nobody in, and out to the weights server alone, without DNS', () => {
    expect(field('NetworkPolicy serving/smol: spec.ingress') ?? []).toEqual([]);
    expect(field('NetworkPolicy serving/smol: spec.egress')).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'store' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'weights' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
  });

  test('ask three different things on one named port', () => {
    expect(field(`${engine}.ports`)).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
    expect(field(`${engine}.startupProbe.httpGet`)).toEqual({ path: '/health', port: 'http' });
    expect(field(`${engine}.readinessProbe`)).toEqual({
      httpGet: { path: '/health', port: 'http' },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    expect(field(`${engine}.livenessProbe`)).toEqual({
      tcpSocket: { port: 'http' },
      periodSeconds: 20,
      timeoutSeconds: 10,
      failureThreshold: 6,
    });
    expect(field('Service serving/smol: spec')).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/instance': 'smol' },
      ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }],
    });
  });

  test('roll out with a spare pod, the next when the former one must be gone, and drain before they end', () => {
    expect(field('Deployment serving/smol: spec.strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(field('Deployment serving/smol: spec.minReadySeconds')).toBe(field(`${pod}.terminationGracePeriodSeconds`));
    expect(field(annotation('because.min-ready'))).toMatch(
      /^\d.* s: the old pod can take this long to end, and holds its resources until then$/,
    );
    expect(field('Deployment serving/smol: spec.progressDeadlineSeconds')).toBeGreaterThan(
      field('Deployment serving/smol: spec.minReadySeconds') as number,
    );
    expect(field(`${engine}.lifecycle.preStop.exec.command`)).toEqual(['/bin/sh', '/etc/corral/llama-server-drain.sh']);
    expect(field('PodDisruptionBudget serving/smol: spec')).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('go anywhere, without a runtime or a priority, spread over zones', () => {
    for (const absent of ['priorityClassName', 'runtimeClassName', 'tolerations', 'affinity.nodeAffinity'])
      expect(field(`${pod}.${absent}`)).toBeUndefined();
    expect(field(`${pod}.topologySpreadConstraints[0].matchLabelKeys`)).toEqual(['pod-template-hash']);
  });

  test('ask for no key', () => {
    expect(field(`${engine}.args`)).not.toContain('--api-key-file');
    expect(field(`${pod}.volumes[3]`)).toBeUndefined();
  });

  test('mount no token and no other service', () => {
    expect([
      field(`${pod}.automountServiceAccountToken`),
      field(`${pod}.enableServiceLinks`),
      field(`${pod}.serviceAccountName`),
    ]).toEqual([false, false, 'smol']);
    expect(field('ServiceAccount serving/smol: automountServiceAccountToken')).toBe(false);
  });
});

const autoscaling: Autoscaling = {
  deferredPerPod: 3,
  processingPerPod: derived(7, 'seven'),
  scaleDownWindow: derived(minutes(11), 'window down'),
  scaleUpWindow: derived(seconds(61), 'window up'),
  scaleUpPeriod: derived(seconds(121), 'period up'),
  scaleDownPeriod: derived(seconds(301), 'period down'),
};
const spare = derived<RolloutStrategy>({ type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 }, 'room');

const all: Required<LlamaServerProps> = {
  ...smallest,
  programs,
  compute,
  budgets,
  scheduling,
  autoscaling,
  hardware: { cpu: 2, diskBandwidth: 2e9 },
  draft: { reference: 'tiny/Q8_0', model: tagModel, tokens: 4 },
  replicas: { min: 1, max: 4 },
  rollout: spare,
  maxUnavailable: derived(1, 'one'),
  access: { gateway, monitoring },
  readyPods: false,
  apiKey: { secretName: 'llm-key', key: 'keys' },
  metricsKey: { secretName: 'scrape-key', key: 'key' },
  scraping: operator,
  chatTemplate: { text: '{{ messages }}' },
  image: images.llamaServerCuda,
  flags: { '--temp': 0.5 },
  additions: {},
  stagerImage: images.curl,
};

test('by annotations, its pods are scraped on the port of requests', () => {
  const manifests = draw((chart) => add(chart, { ...smallest, scraping: annotated }));
  expect(fieldOf(manifests, `${template}.metadata.annotations`)).toMatchObject({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '8080',
    'prometheus.io/path': '/metrics',
  });
});

describe('each prop shows', () => {
  everyProp<LlamaServerProps>(add, all, {
    namespace: {
      to: 'other',
      shows: {
        'Deployment other/smol: metadata.namespace': 'other',
        'Service other/smol: metadata.namespace': 'other',
      },
    },
    reference: {
      to: 'other/Q4',
      shows: {
        [annotation('model')]: 'other/Q4',
        [`${engine}.args[1]`]: expect.stringMatching(/^\/models\/gguf\/other\/Q4\//),
      },
    },
    model: { to: tagModel, shows: { [`${engine}.args[1]`]: `/models/gguf/${hubKey}/model.gguf` } },
    draft: {
      to: { reference: 'other/Q8_0', model: tagModel, tokens: 5 },
      shows: {
        [annotation('draft-model')]: 'other/Q8_0',
        [`${engine}.args`]: expect.arrayContaining([
          '--spec-draft-model',
          '/models/gguf/other/Q8_0/model.gguf',
          '--spec-draft-n-max',
          '5',
        ]),
      },
    },
    settings: {
      to: { ...settings, parallel: 3 },
      shows: { [`${engine}.args`]: expect.arrayContaining(['--ctx-size', '12288']) },
    },
    scraping: {
      to: { ...operator, labels: { team: 'ml' }, interval: seconds(5) },
      shows: {
        'PodMonitor serving/smol: metadata.labels.team': 'ml',
        'PodMonitor serving/smol: spec.podMetricsEndpoints[0]': {
          ...endpointOf('http', '/metrics', { model: 'smol' }),
          interval: '5s',
          scrapeTimeout: '5s',
          authorization: { type: 'Bearer', credentials: { name: 'scrape-key', key: 'key' } },
        },
      },
    },
    metricsKey: {
      to: { secretName: 'other', key: 'key' },
      shows: {
        'PodMonitor serving/smol: spec.podMetricsEndpoints[0].authorization.credentials.name': 'other',
      },
    },
    hardware: 'elsewhere',
    programs: 'elsewhere',
    compute: {
      to: { ...compute, memory: derived(mib(9000), 'more') },
      shows: { [`${engine}.resources.limits.memory`]: '9000Mi', [annotation('because.memory')]: 'more' },
    },
    budgets: {
      to: { ...budgets, grace: derived(minutes(2), 'longer') },
      shows: {
        [`${pod}.terminationGracePeriodSeconds`]: 120,
        'Deployment serving/smol: spec.minReadySeconds': 120,
        [annotation('because.grace')]: '2 min: longer',
      },
    },
    weights: {
      to: { kind: 'direct', claimName: 'models' },
      shows: { [`${pod}.volumes[0]`]: { name: 'weights', persistentVolumeClaim: { claimName: 'models' } } },
    },
    replicas: {
      to: { min: 2, max: 5 },
      shows: {
        'HorizontalPodAutoscaler serving/smol: spec.minReplicas': 2,
        'HorizontalPodAutoscaler serving/smol: spec.maxReplicas': 5,
      },
    },
    autoscaling: {
      to: { ...autoscaling, deferredPerPod: 4 },
      shows: { 'HorizontalPodAutoscaler serving/smol: spec.metrics[0].pods.target.averageValue': '4' },
    },
    rollout: {
      to: derived<RolloutStrategy>({ type: 'Recreate' }, 'no room'),
      shows: {
        'Deployment serving/smol: spec.strategy': { type: 'Recreate' },
        'Deployment serving/smol: spec.minReadySeconds': undefined,
        [annotation('because.rollout')]: 'no room',
      },
    },
    maxUnavailable: {
      to: derived(2, 'two'),
      shows: {
        'PodDisruptionBudget serving/smol: spec.maxUnavailable': 2,
        "PodDisruptionBudget serving/smol: metadata.annotations['corral.dev/because.max-unavailable']": 'two',
      },
    },
    scheduling: { to: { ...scheduling, priorityClassName: 'other' }, shows: { [`${pod}.priorityClassName`]: 'other' } },
    readyPods: { to: true, shows: { 'Service serving/smol-ready: spec.clusterIP': 'None' } },
    access: {
      to: { gateway },
      shows: {
        'NetworkPolicy serving/smol: spec.ingress': [
          expect.objectContaining({ ports: [{ protocol: 'TCP', port: 8080 }] }),
        ],
      },
    },
    apiKey: {
      to: { secretName: 'other', key: 'k' },
      shows: {
        [`${pod}.volumes[3]`]: {
          name: 'api-key',
          secret: { secretName: 'other', items: [{ key: 'k', path: 'k' }], defaultMode: 0o440 },
        },
        [`${engine}.args`]: expect.arrayContaining(['--api-key-file', '/etc/api-key/k']),
        [`${engine}.env`]: expect.arrayContaining([{ name: 'DRAIN_API_KEY_FILE', value: '/etc/api-key/k' }]),
      },
    },
    chatTemplate: {
      to: { text: '{{ others }}' },
      shows: {
        "ConfigMap serving/smol-lists-*: data['chat-template.jinja']": '{{ others }}',
      },
    },
    image: { to: images.llamaServer, shows: { [`${engine}.image`]: expect.stringContaining(':server-b') } },
    additions: {
      to: everyAddition,
      shows: {
        [`${template}.metadata.labels['team']`]: 'llm',
        [`${template}.metadata.annotations['team.example/owner']`]: 'team',
        [`${template}.metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict']`]: 'false',
        [`${template}.metadata.annotations['karpenter.sh/do-not-disrupt']`]: 'true',
        [`${pod}.imagePullSecrets`]: [{ name: 'pull' }],
        [`${pod}.volumes`]: expect.arrayContaining(addedVolumes),
        [`${engine}.volumeMounts`]: expect.arrayContaining(addedMounts),
        [`${engine}.env`]: expect.arrayContaining(addedVariables),
      },
    },
    stagerImage: {
      to: { ...images.curl, repository: 'mirror.example/curl' },
      shows: { [`${pod}.initContainers[0].image`]: expect.stringContaining('mirror.example/curl:') },
    },
    flags: { to: { '--temp': 0.6 }, shows: { [`${engine}.args`]: expect.arrayContaining(['--temp', '0.6']) } },
  });

  test('a chat template is a file beside the programs, or one of the weights', () => {
    const args = (props: LlamaServerProps) =>
      fieldOf(
        draw((chart) => add(chart, props)),
        `${engine}.args`,
      ) as string[];
    const fileOf = (props: LlamaServerProps) => args(props)[args(props).indexOf('--chat-template-file') + 1];
    const template = { path: 'chat_template.jinja', sha256: 'd'.repeat(64), bytes: 10, bytesFrom: 'stated' } as const;
    const withFile = { ...smallest, model: { ...smallest.model, chatTemplate: template } };
    expect(args(withFile)).not.toContain('--chat-template-file');
    expect(fileOf({ ...smallest, chatTemplate: { text: '{{ a }}' } })).toBe('/etc/corral/chat-template.jinja');
    expect(fileOf({ ...withFile, chatTemplate: { from: 'catalogue' } })).toBe(
      `/models/gguf/${hubKey}/chat-template.jinja`,
    );
    expect(
      fileOf({
        ...withFile,
        chatTemplate: { from: 'catalogue' },
        weights: { kind: 'image', reference: 'registry.example/weights@sha256:0', path: '/weights' },
      }),
    ).toBe('/models/weights/chat-template.jinja');
  });

  test('images load the projector, from the store or from an image of weights', () => {
    const projector = projectorOfShape({
      type: 'gemma3',
      imageSize: 896,
      patchSize: 14,
      mergeSize: 4,
      embeddingLength: 32,
      feedForwardLength: 64,
      headCount: 2,
      blockCount: 1,
      projectionLength: smallest.model.architecture.embeddingLength,
    });
    const seeing = {
      ...smallest,
      model: { ...smallest.model, projector },
      settings: { ...settings, imageMaxTokens: 256 },
    };
    const args = (props: LlamaServerProps) =>
      fieldOf(
        draw((chart) => add(chart, props)),
        `${engine}.args`,
      );
    expect(args(seeing)).toEqual(
      expect.arrayContaining([
        '--mmproj',
        `/models/gguf/${hubKey}/mmproj.gguf`,
        '--no-mmproj-offload',
        '--image-max-tokens',
        '256',
        '--mtmd-batch-max-tokens',
        '256',
      ]),
    );
    expect(
      args({ ...seeing, weights: { kind: 'image', reference: 'registry.example/weights@sha256:0', path: '/weights' } }),
    ).toEqual(expect.arrayContaining(['--mmproj', '/models/weights/mmproj.gguf']));
    expect(args({ ...seeing, settings })).not.toContain('--mmproj');
  });

  test('without a budget there is none, and its reason shows', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, maxUnavailable: derived('all', 'gives way') }));
    expect(manifests.some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(false);
    expect(fieldOf(manifests, annotation('because.no-disruption-budget'))).toBe('gives way');
  });

  test('hardware shows where compute and budgets are not given', () => {
    const manifests = draw((chart) =>
      add(chart, {
        ...smallest,
        settings: { ...settings, gpuLayers: 'all' },
        hardware: {
          gpus: { resource: 'nvidia.com/gpu', count: 1, memory: [{ gigabytesPerSecond: 300, kind: 'GDDR' }] },
          cpu: 3,
          diskBandwidth: 1e8,
          store: { bandwidth: 1e9, readers: 4 },
        },
      }),
    );
    expect(fieldOf(manifests, `${engine}.resources.limits`)).toMatchObject({ cpu: '3', 'nvidia.com/gpu': '1' });
    expect(fieldOf(manifests, `${engine}.image`)).toContain(':server-cuda-b');
    expect(fieldOf(manifests, annotation('because.startup'))).toContain('over 0.10 GB/s');
    expect(fieldOf(manifests, annotation('because.staging'))).toContain('4 readers over 1.00 GB/s');
    expect(fieldOf(manifests, `${pod}.tolerations`)).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });
});

describe('replicas', () => {
  test('a range leaves their number to the autoscaler', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, replicas: { min: 1, max: 3 } }));
    expect(fieldOf(manifests, 'Deployment serving/smol: spec.replicas')).toBeUndefined();
    expect(fieldOf(manifests, 'HorizontalPodAutoscaler serving/smol: spec.scaleTargetRef')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'smol',
    });
  });

  test.each([
    [3, 2],
    [0, 1],
    [1, 1.5],
  ])('from %d to %d is refused', (min, max) => {
    expect(refusal((chart) => add(chart, { ...smallest, replicas: { min, max } }))).toBe(
      `smol.replicas: from ${min} to ${max} is not a valid range of replicas.\n  allowed: whole numbers; min at least 1, max at least min\n  [ImpossibleRange]`,
    );
  });
});

describe('weights', () => {
  const drawn = (weights: LlamaServerProps['weights']) => draw((chart) => add(chart, { ...smallest, weights }));

  test('of a class are a claim of the pod, as large as it says', () => {
    expect(
      fieldOf(
        drawn({ kind: 'claim', size: mib(3000), storageClass: 'topolvm', from }),
        `${pod}.volumes[0].ephemeral.volumeClaimTemplate.spec`,
      ),
    ).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'topolvm',
      resources: { requests: { storage: '3000Mi' } },
    });
  });

  test('of an image are mounted by its digest, and found in its folder', () => {
    const manifests = drawn({ kind: 'image', reference: 'registry.example/weights:1@sha256:0', path: '/weights/' });
    expect(fieldOf(manifests, `${pod}.volumes[0]`)).toEqual({
      name: 'weights',
      image: { reference: 'registry.example/weights:1@sha256:0', pullPolicy: 'IfNotPresent' },
    });
    expect(fieldOf(manifests, `${engine}.args[1]`)).toBe('/models/weights/smollm2-1.7b-instruct-q4_k_m.gguf');
  });

  test.each<LlamaServerProps['weights']>([
    { kind: 'direct', claimName: 'models' },
    { kind: 'image', reference: 'x@sha256:0', path: '' },
  ])('in place need no stager and no way out: %j', (weights) => {
    const manifests = drawn(weights);
    const init = fieldOf(manifests, `${pod}.initContainers`) as
      | readonly { readonly command: readonly string[] }[]
      | undefined;
    // Read from the store's own claim, weights may not be there yet; in an image they are.
    expect(init?.map(({ command }) => command.at(-1))).toEqual(
      weights.kind === 'direct' ? ['/etc/corral/weights-wait.sh'] : undefined,
    );
    expect(fieldOf(manifests, 'NetworkPolicy serving/smol: spec.egress') ?? []).toEqual([]);
    expect(fieldOf(manifests, annotation('because.ephemeral-storage'))).not.toContain('weights');
  });
});

describe('refused', () => {
  test('a name that no Service can have', () => {
    expect(refusal((chart) => new LlamaServer(chart, '7b', smallest))).toBe(
      "stranger/7b: '7b' is no name for a Service.\n  fix: lower-case letters, digits and hyphens, at most 63 characters, a letter or digit at both ends, a letter first\n  [BadName]",
    );
  });

  test('settings that contradict each other', () => {
    expect(refusal((chart) => add(chart, { ...smallest, settings: { ...settings, maxOutputLength: 5000 } }))).toContain(
      '[OutputBeyondContext]',
    );
  });

  test('flags that a setting stands for', () => {
    expect(refusal((chart) => add(chart, { ...smallest, flags: { '--parallel': 4 } }))).toContain(
      "smol.flags['--parallel']",
    );
  });
});

test('wrong props do not compile', () => {
  // @ts-expect-error settings name the context, the slots and the longest answer
  const without: LlamaServerProps = { ...smallest, settings: { contextLength: 1 } };
  // @ts-expect-error no such setting
  const misspelt: LlamaServerProps['settings'] = { ...settings, paralel: 2 };
  // @ts-expect-error a claim has a size
  const unsized: LlamaServerProps['weights'] = { kind: 'claim', storageClass: 'x', from };
  // @ts-expect-error the local disk of a fleet is no volume of a Deployment
  const local: LlamaServerProps['weights'] = { kind: 'static', from };
  // @ts-expect-error a number of replicas carries both ends
  const replicas: LlamaServerProps['replicas'] = { min: 1 };
  expect([without, misspelt, unsized, local, replicas, tag]).toHaveLength(6);
});
