/** Each prop of a fleet shows in what is drawn. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import type { OllamaFleetProps } from '../../../lib/constructs/serving/ollama-fleet';
import { gib } from '../../../lib/core/bytes';
import { derived } from '../../../lib/core/derived';
import { minutes } from '../../../lib/core/duration';
import { engineAdditionsShown, everyAddition } from '../support/additions';
import { draw, fieldOf } from '../support/drawn';
import { everyProp } from '../support/every-prop';
import {
  budgets,
  compute,
  from,
  gateway,
  monitoring,
  otherTag,
  programs,
  scheduling,
  settings,
  tag,
} from '../support/props';
import { annotated, endpointOf, operator } from '../support/scraping';
import { add, annotation, engine, llama, pod, qwen, reload, set, smallest, template, variables } from './fleet';

const all: Required<OllamaFleetProps> = {
  ...smallest,
  programs,
  models: [qwen, llama],
  hardware: { cpu: 4, diskBandwidth: 1e9 },
  compute,
  budgets,
  replicas: 3,
  rolloutMaxUnavailable: derived(1, 'one'),
  maxUnavailable: derived(1, 'one'),
  loadTimeout: derived(minutes(3), 'the load'),
  reloadTime: reload,
  scheduling,
  access: { gateway },
  readyPods: false,
  scraping: annotated,
  exporterImage: images.nodejs,
  image: images.ollama,
  additions: {},
  stagerImage: images.curl,
};

describe('each prop shows', () => {
  everyProp<OllamaFleetProps>(add, all, {
    scraping: {
      to: operator,
      shows: {
        'PodMonitor serving/fleet: spec': {
          selector: { matchLabels: { 'app.kubernetes.io/name': 'ollama', 'app.kubernetes.io/instance': 'fleet' } },
          jobLabel: 'app.kubernetes.io/name',
          podMetricsEndpoints: [endpointOf('metrics', '/metrics')],
        },
      },
    },
    exporterImage: {
      to: images.curl,
      shows: { [`${pod}.containers[1].image`]: `${images.curl.repository}:${images.curl.tag}@${images.curl.digest}` },
    },
    namespace: {
      to: 'other',
      shows: {
        'StatefulSet other/fleet: metadata.namespace': 'other',
        'Service other/fleet-pods: metadata.namespace': 'other',
      },
    },
    models: {
      to: [llama],
      shows: {
        [annotation('models')]: otherTag,
        "ConfigMap serving/fleet-lists-*: data['ollama-declared.list']": `${otherTag}\n`,
      },
    },
    settings: {
      to: { ...settings, maxLoadedModels: 1 },
      shows: {
        [`${engine}.env`]: expect.arrayContaining([{ name: 'OLLAMA_MAX_LOADED_MODELS', value: '1' }]),
        "ConfigMap serving/fleet-lists-*: data['ollama-warm.list']": `${tag}\n`,
      },
    },
    compute: {
      to: { ...compute, memory: derived(gib(9), 'nine') },
      shows: { [`${engine}.resources.requests.memory`]: '9Gi', [annotation('because.memory')]: 'nine' },
    },
    hardware: 'elsewhere',
    programs: 'elsewhere',
    budgets: {
      to: { ...budgets, startup: derived(minutes(2), 'slower') },
      shows: { [`${engine}.startupProbe.timeoutSeconds`]: 125, [annotation('because.startup')]: '2 min: slower' },
    },
    weights: {
      to: { kind: 'claim', size: gib(100), storageClass: 'nvme', from },
      shows: {
        [`${set}.volumeClaimTemplates[0].spec`]: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'nvme',
          resources: { requests: { storage: '100Gi' } },
        },
      },
    },
    replicas: { to: 4, shows: { [`${set}.replicas`]: 4 } },
    rolloutMaxUnavailable: {
      to: derived(2, 'two'),
      shows: { [`${set}.updateStrategy.rollingUpdate.maxUnavailable`]: 2, [annotation('because.rollout')]: 'two' },
    },
    maxUnavailable: { to: derived(2, 'two'), shows: { 'PodDisruptionBudget serving/fleet: spec.maxUnavailable': 2 } },
    loadTimeout: {
      to: derived(minutes(4), 'longer'),
      shows: {
        [`${engine}.env`]: expect.arrayContaining([{ name: 'OLLAMA_LOAD_TIMEOUT', value: '240s' }]),
        [annotation('because.load-timeout')]: '4 min: longer',
      },
    },
    reloadTime: { to: derived(minutes(2), 'again'), shows: { [annotation('reload-time')]: '2 min: again' } },
    scheduling: { to: { ...scheduling, runtimeClassName: 'other' }, shows: { [`${pod}.runtimeClassName`]: 'other' } },
    readyPods: { to: true, shows: { 'Service serving/fleet-ready: spec.clusterIP': 'None' } },
    access: {
      to: { gateway: monitoring },
      shows: { 'NetworkPolicy serving/fleet: spec.ingress[0].from[0].podSelector.matchLabels': { app: 'prometheus' } },
    },
    additions: {
      to: everyAddition,
      shows: engineAdditionsShown(template, pod, engine),
    },
    stagerImage: {
      to: { ...images.curl, repository: 'mirror.example/curl' },
      shows: { [`${pod}.initContainers[0].image`]: expect.stringContaining('mirror.example/curl:') },
    },
    image: {
      to: { ...images.ollama, tag: '0.35.0' },
      shows: { [`${engine}.image`]: expect.stringContaining(':0.35.0@') },
    },
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
        replicas: 3,
        hardware: {
          gpus: { resource: 'nvidia.com/gpu', count: 1, memory: [{ gigabytesPerSecond: 300, kind: 'GDDR' }] },
          cpu: 2,
          diskBandwidth: 1e8,
        },
      }),
    );
    expect(fieldOf(manifests, `${engine}.resources.requests`)).toMatchObject({ cpu: '2', 'nvidia.com/gpu': '1' });
    expect(fieldOf(manifests, `${engine}.resources.limits.cpu`)).toBeUndefined();
    expect(fieldOf(manifests, annotation('because.startup'))).toContain('over 0.10 GB/s');
    expect(fieldOf(manifests, annotation('because.staging'))).toContain('3 readers');
    expect(fieldOf(manifests, `${pod}.tolerations`)).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  test('an image of weights is read in its folder', () => {
    expect(
      variables({ ...smallest, weights: { kind: 'image', reference: 'x:1@sha256:0', path: 'store' } }),
    ).toMatchObject({ OLLAMA_MODELS: '/models/store' });
  });
});
