import { describe, expect, test } from '@jest/globals';
import { canonicalQuantities } from '../../../lib/rules/identity/canonical-quantities';
import { canonical, nanoOf, quantityText } from '../../../lib/core/quantity';
import { add, cases, set } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const server = 'spec.template.spec.containers[0]';
const hpa = 'HorizontalPodAutoscaler llm-serving/qwen';
const custom = (apiVersion: string) => ({
  apiVersion,
  kind: 'Thing',
  metadata: { name: 'thing', namespace: 'llm-serving' },
  spec: { limits: { memory: '1024Mi' } },
});

cases(canonicalQuantities, {
  'every quantity of the platform': [[]],
  'memory of a limit': [
    set(qwen, `${server}.resources.limits.memory`, '8192Mi'),
    `${qwen} ${server}.resources.limits.memory: '8192Mi' is read back as '8Gi'; write '8Gi'`,
  ],
  'cpu of a request': [
    set(qwen, `${server}.resources.requests.cpu`, '0.5'),
    `${qwen} ${server}.resources.requests.cpu: '0.5' is read back as '500m'; write '500m'`,
  ],
  'a number': [
    set(qwen, `${server}.resources.limits.cpu`, 2),
    `${qwen} ${server}.resources.limits.cpu: 2 is read back as '2'; write '2'`,
  ],
  'an amount that is finer than the server keeps': [
    set(qwen, `${server}.resources.requests.cpu`, '0.0005'),
    `${qwen} ${server}.resources.requests.cpu: '0.0005' is read back as '1m'; write '1m'`,
  ],
  'an amount that is finer than the server keeps, in the family of its suffix': [
    set(qwen, 'spec.template.spec.initContainers[0].resources.requests.memory', '1.0001Ki'),
    `${qwen} spec.template.spec.initContainers[0].resources.requests.memory: '1.0001Ki' is read back as '1024103m'; write '1024103m'`,
  ],
  'a metric may be that fine': [set(hpa, 'spec.metrics[0].pods.target.averageValue', '500u')],
  'a number with an exponent': [
    [set(qwen, `${server}.resources.limits.memory`, '8e9'), set(qwen, `${server}.resources.requests.memory`, '8e9')],
  ],
  'a number with an exponent in another form': [
    set(qwen, `${server}.resources.limits.memory`, '10e9000m'),
    `${qwen} ${server}.resources.limits.memory: '10e9000m' is no quantity; write a whole number with a suffix of Kubernetes: 500m, 4, 16Gi`,
  ],
  'no quantity': [
    set(qwen, `${server}.resources.limits.cpu`, 'two'),
    `${qwen} ${server}.resources.limits.cpu: 'two' is no quantity; write a whole number with a suffix of Kubernetes: 500m, 4, 16Gi`,
  ],
  'an init container': [
    set(qwen, 'spec.template.spec.initContainers[0].resources.requests.memory', '65536Ki'),
    `${qwen} spec.template.spec.initContainers[0].resources.requests.memory: '65536Ki' is read back as '64Mi'; write '64Mi'`,
  ],
  'an emptyDir': [
    set(qwen, 'spec.template.spec.volumes[1].emptyDir.sizeLimit', '10240Mi'),
    `${qwen} spec.template.spec.volumes[1].emptyDir.sizeLimit: '10240Mi' is read back as '10Gi'; write '10Gi'`,
  ],
  'a divisor': [
    set(qwen, `${server}.env[0].valueFrom`, { resourceFieldRef: { resource: 'limits.cpu', divisor: '1000m' } }),
    `${qwen} ${server}.env[0].valueFrom.resourceFieldRef.divisor: '1000m' is read back as '1'; write '1'`,
  ],
  'a value of a variable is no quantity': [set(qwen, `${server}.env[0].value`, '1024Mi')],
  'a quota': [
    set('ResourceQuota llm-serving/quota', "spec.hard['requests.cpu']", '3000m'),
    "ResourceQuota llm-serving/quota spec.hard.requests.cpu: '3000m' is read back as '3'; write '3'",
  ],
  'each list of a LimitRange': [
    set('LimitRange llm-serving/defaults', 'spec.limits[0]', {
      type: 'Container',
      default: { cpu: '1000m' },
      defaultRequest: { cpu: '2000m' },
      max: { cpu: '3000m' },
      min: { cpu: '4000m' },
      maxLimitRequestRatio: { cpu: '5000m' },
    }),
    ...['default', 'defaultRequest', 'max', 'min', 'maxLimitRequestRatio'].map(
      (list, i) =>
        `LimitRange llm-serving/defaults spec.limits[0].${list}.cpu: '${i + 1}000m' is read back as '${i + 1}'; write '${i + 1}'`,
    ),
  ],
  'a volume': [
    set('PersistentVolume node-1-volume-0', 'spec.capacity.storage', '20480Mi'),
    "PersistentVolume node-1-volume-0 spec.capacity.storage: '20480Mi' is read back as '20Gi'; write '20Gi'",
  ],
  'a claim': [
    set('PersistentVolumeClaim model-store/models', 'spec.resources.requests.storage', '1024Gi'),
    "PersistentVolumeClaim model-store/models spec.resources.requests.storage: '1024Gi' is read back as '1Ti'; write '1Ti'",
  ],
  'a claim template': [
    set('StatefulSet llm-serving/fleet', 'spec.volumeClaimTemplates[0].spec.resources.requests.storage', '1024Gi'),
    "StatefulSet llm-serving/fleet spec.volumeClaimTemplates[0].spec.resources.requests.storage: '1024Gi' is read back as '1Ti'; write '1Ti'",
  ],
  'the average value of a metric': [
    set(hpa, 'spec.metrics[0].pods.target.averageValue', '0.5'),
    `${hpa} spec.metrics[0].pods.target.averageValue: '0.5' is read back as '500m'; write '500m'`,
  ],
  'the value of a metric': [
    set(hpa, 'spec.metrics[0].pods.target.value', '1000m'),
    `${hpa} spec.metrics[0].pods.target.value: '1000m' is read back as '1'; write '1'`,
  ],
  'a runtime class': [
    add('foundation', {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'x' },
      handler: 'x',
      overhead: { podFixed: { cpu: '1000m' } },
    }),
    "RuntimeClass x overhead.podFixed.cpu: '1000m' is read back as '1'; write '1'",
  ],
  'a group of Kubernetes': [
    add('qwen', custom('storage.k8s.io/v1')),
    "Thing llm-serving/thing spec.limits.memory: '1024Mi' is read back as '1Gi'; write '1Gi'",
  ],
  'an amount that is a list': [
    set(qwen, `${server}.resources.limits.cpu`, ['2']),
    `${qwen} ${server}.resources.limits.cpu: ["2"] is no quantity; write a whole number with a suffix of Kubernetes: 500m, 4, 16Gi`,
  ],
  'a field of nothing': [set(qwen, `${server}.resources`, null)],
  'a kind of somebody else': [add('qwen', custom('example.com/v1'))],
});

describe('canonical', () => {
  test.each([
    ['0', '0'],
    ['0Gi', '0'],
    ['1', '1'],
    ['999', '999'],
    ['1000', '1k'],
    ['1001', '1001'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['0.0005', '500u'],
    ['100n', '100n'],
    ['1.5k', '1500'],
    ['1000k', '1M'],
    ['1000M', '1G'],
    ['1000G', '1T'],
    ['1000T', '1P'],
    ['1000P', '1E'],
    ['5000E', '5000E'],
    ['0.1n', '1n'],
    ['1Ki', '1Ki'],
    ['1024Ki', '1Mi'],
    ['1023Mi', '1023Mi'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1024Gi', '1Ti'],
    ['1024Ti', '1Pi'],
    ['1024Pi', '1Ei'],
    ['2048Ei', '2048Ei'],
    ['0.5Ki', '512'],
    ['0.9990234375Ki', '1023'],
    ['1.0001Ki', '1024102400u'],
    // The server keeps these as they are written.
    ['007', '007'],
    ['1.', '1.'],
    ['1.500', '1.500'],
    ['1e3', '1e3'],
    ['128E6', '128E6'],
    ['1028Ki', '1028Ki'],
    // And rewrites these.
    ['.5', '500m'],
    ['1.000', '1'],
    ['1e4', '10e3'],
    ['15e2', '1500'],
    ['0.5e0', '500e-3'],
    ['12e-10', '2e-9'],
    ['0e3', '0'],
  ])('%s is read back as %s', (quantity, expected) => {
    expect(canonical(quantity)).toBe(expected);
  });

  test.each(['', 'Gi', '1gi', '-1', '1e', '1e1000', '1 Gi', '.', '1Gi2', '1e3m'])("'%s' is none", (quantity) => {
    expect(canonical(quantity)).toBeUndefined();
    expect(nanoOf(quantity)).toBeUndefined();
  });

  test('a finding writes amounts in the family that is shorter to read', () => {
    expect(['0', '2000', '1000000'].map((quantity) => quantityText(nanoOf(quantity) ?? 1n))).toEqual(['0', '2k', '1M']);
    expect(
      ['512', '1Ki', '1000', '1025', '3Gi', '500m', '1.0001Ki'].map((quantity) => quantityText(nanoOf(quantity) ?? 0n)),
    ).toEqual(['512', '1Ki', '1k', '1025', '3Gi', '500m', '1024102400u']);
  });
});
