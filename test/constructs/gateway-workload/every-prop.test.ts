/** Each prop of the gateway shows in what is drawn. */
import { describe, expect } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import type { GatewayWorkloadProps } from '../../../lib/constructs/gateway/props';
import { derived } from '../../../lib/core/derived';
import { minutes, seconds } from '../../../lib/core/duration';
import { additionsShown, everyAddition } from '../support/additions';
import { everyProp } from '../support/every-prop';
import { monitoring, pool, programs, scheduling, wants } from '../support/props';
import { annotated, endpointOfShared, operator } from '../support/scraping';
import { add, deployment, engine, envoy, pod, policy, settings, smallest, template } from './gateway';

describe('each prop shows', () => {
  everyProp<GatewayWorkloadProps>(
    add,
    {
      ...smallest,
      programs,
      keysSecret: 'keys',
      engineKey: { secretName: 'engines', key: 'key' },
      certificate: 'tls',
      service: { type: 'ClusterIP' },
      from: ['everything'],
      monitoring,
      dns: { pods: { namespace: 'kube-system', anyPod: true }, addresses: [] },
      replicas: { min: 2, max: 2 },
      rollout: derived({ type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 }, 'one at a time'),
      maxUnavailable: derived(1, 'one'),
      longestAnswer: derived(minutes(5), 'five minutes'),
      envoyWants: wants,
      policyWants: wants,
      scheduling,
      additions: {},
      scraping: annotated,
      envoyImage: images.envoy,
      policyImage: images.nodejs,
    },
    {
      namespace: { to: 'other', shows: { 'Deployment other/gateway: metadata.namespace': 'other' } },
      bootstrap: {
        to: { static_resources: {} },
        shows: { "ConfigMap gate/gateway-envoy-*: data['envoy.json']": '{\n "static_resources": {}\n}\n' },
      },
      settings: {
        to: { ...settings, trustedHops: 2 },
        shows: {
          "ConfigMap gate/gateway-envoy-*: data['settings.json']": `${JSON.stringify({ ...settings, trustedHops: 2 })}\n`,
        },
      },
      models: {
        to: {
          models: { qwen: { tracks: { main: { cluster: 'qwen-main' } } } as never },
          clusters: { 'qwen-main': {} as never, other: {} as never },
        },
        shows: {
          "ConfigMap gate/gateway-models-5: data['models-5.json']":
            '{"models":{"qwen":{"tracks":{"main":{"cluster":"qwen-main"}}}},"clusters":{"qwen-main":{}}}\n',
        },
      },
      clients: {
        to: { team: { models: 'all' } },
        shows: { "ConfigMap gate/gateway-clients: data['clients.json']": '{"team":{"models":"all"}}\n' },
      },
      weights: {
        to: { qwen: { blue: 90 } },
        shows: { "ConfigMap gate/gateway-weights: data['weights.json']": '{"qwen":{"blue":90}}\n' },
      },
      engines: {
        to: [{ ...engine, port: 11434 }],
        shows: { 'NetworkPolicy gate/gateway: spec.egress[2].ports[0].port': 11434 },
      },
      programs: 'elsewhere',
      scraping: {
        to: operator,
        shows: {
          'PodMonitor gate/gateway: spec.podMetricsEndpoints': [
            endpointOfShared('metrics', '/stats/prometheus'),
            endpointOfShared('metrics', '/policy/metrics'),
          ],
        },
      },
      keysSecret: { to: 'other', shows: { [`${pod}.volumes[4].secret.secretName`]: 'other' } },
      engineKey: {
        to: { secretName: 'other', key: 'key' },
        shows: { [`${pod}.volumes[6].secret.secretName`]: 'other' },
      },
      certificate: { to: 'other', shows: { [`${pod}.volumes[7].secret.secretName`]: 'other' } },
      service: {
        to: { type: 'NodePort', nodePort: 30443 },
        shows: {
          'Service gate/gateway: spec.type': 'NodePort',
          'Service gate/gateway: spec.ports[0].nodePort': 30443,
        },
      },
      from: {
        to: ['every-pod'],
        shows: { 'NetworkPolicy gate/gateway: spec.ingress[2].from': [{ namespaceSelector: {} }] },
      },
      monitoring: {
        to: { namespace: 'other', podLabels: { app: 'other' } },
        shows: {
          'NetworkPolicy gate/gateway: spec.ingress[1].from[0].podSelector.matchLabels': { app: 'other' },
        },
      },
      dns: {
        to: { pods: { namespace: 'dns', anyPod: true }, addresses: [] },
        shows: {
          'NetworkPolicy gate/gateway: spec.egress[0].to[0].namespaceSelector.matchLabels': {
            'kubernetes.io/metadata.name': 'dns',
          },
        },
      },
      replicas: { to: { min: 3, max: 3 }, shows: { [`${deployment}: spec.replicas`]: 3 } },
      rollout: {
        to: derived({ type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 }, 'it fits'),
        shows: {
          [`${deployment}: spec.strategy.rollingUpdate`]: { maxSurge: 1, maxUnavailable: 0 },
          [`${deployment}: metadata.annotations['corral.dev/because.rollout']`]: 'it fits',
        },
      },
      maxUnavailable: {
        to: derived(2, 'two'),
        shows: { 'PodDisruptionBudget gate/gateway: spec.maxUnavailable': 2 },
      },
      longestAnswer: {
        to: derived(seconds(60), 'a minute'),
        shows: { [`${pod}.terminationGracePeriodSeconds`]: 90 },
      },
      envoyWants: {
        to: { ...wants, cpu: 700 },
        shows: { [`${envoy}.resources.requests.cpu`]: '700m' },
      },
      policyWants: {
        to: { ...wants, cpu: 700 },
        shows: { [`${policy}.resources.requests.cpu`]: '700m' },
      },
      scheduling: {
        to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-critical' },
        shows: { [`${pod}.priorityClassName`]: 'llm-critical', [`${pod}.tolerations`]: undefined },
      },
      additions: {
        to: everyAddition,
        shows: additionsShown(template, pod),
      },
      envoyImage: {
        to: { ...images.envoy, repository: 'mirror.example/envoy' },
        shows: { [`${envoy}.image`]: expect.stringContaining('mirror.example/envoy:') },
      },
      policyImage: {
        to: { ...images.nodejs, repository: 'mirror.example/nodejs' },
        shows: { [`${policy}.image`]: expect.stringContaining('mirror.example/nodejs:') },
      },
    },
  );
});
