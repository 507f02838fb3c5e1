/** Each prop of a llama-server shows in what is drawn. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import type { LlamaServerProps } from '../../../lib/constructs/serving/llama-server';
import { mib } from '../../../lib/core/bytes';
import { derived } from '../../../lib/core/derived';
import { minutes, seconds } from '../../../lib/core/duration';
import type { Autoscaling, RolloutStrategy } from '../../../lib/workload/pod';
import { engineAdditionsShown, everyAddition } from '../support/additions';
import { draw, fieldOf } from '../support/drawn';
import { everyProp } from '../support/every-prop';
import {
  budgets,
  compute,
  gateway,
  hubKey,
  monitoring,
  programs,
  scheduling,
  settings,
  tagModel,
} from '../support/props';
import { endpointOf, operator } from '../support/scraping';
import { add, annotation, engine, pod, smallest, template } from './smol';

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
      shows: engineAdditionsShown(template, pod, engine),
    },
    stagerImage: {
      to: { ...images.curl, repository: 'mirror.example/curl' },
      shows: { [`${pod}.initContainers[0].image`]: expect.stringContaining('mirror.example/curl:') },
    },
    flags: { to: { '--temp': 0.6 }, shows: { [`${engine}.args`]: expect.arrayContaining(['--temp', '0.6']) } },
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
