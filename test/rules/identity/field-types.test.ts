import { expect, test } from '@jest/globals';
import { fieldTypes } from '../../../lib/rules/identity/field-types';
import { judge } from '../../../lib/rules/judge';
import { add, changed, cases, set, type Change } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const pod = 'spec.template.spec';
const object = (...path: readonly [string, unknown]): Change => set(qwen, ...path);
const wrong = (place: string, found: string, fix: string) =>
  `${qwen} ${place}: ${found} is of the wrong type; write ${fix}`;
const beyond = (place: string, found: string, fix: string) =>
  `${qwen} ${place}: ${found} is out of range; write ${fix}`;
const int32 = 'a whole number from 0 to 2147483647';

cases(fieldTypes, {
  'every object of the platform': [[]],
  'a text for a list': [object(`${pod}.containers`, 'x'), wrong(`${pod}.containers`, "'x'", 'a list')],
  'nothing in a list': [
    object(`${pod}.containers`, [null]),
    `${qwen} ${pod}.containers[0]: null is of the wrong type; leave it out, or write an object`,
  ],
  'nothing for a list': [
    object(`${pod}.containers`, null),
    `${qwen} ${pod}.containers: null is of the wrong type; leave it out, or write a list`,
  ],
  'no number': [object('spec.replicas', NaN), wrong('spec.replicas', 'NaN', int32)],
  'no end': [object('spec.replicas', Infinity), wrong('spec.replicas', 'Infinity', int32)],
  'a part of a number': [object('spec.replicas', 1.5), wrong('spec.replicas', '1.5', int32)],
  'a number beyond int32': [
    object('spec.progressDeadlineSeconds', 2 ** 31),
    beyond('spec.progressDeadlineSeconds', '2147483648', int32),
  ],
  'a number below zero': [object('spec.minReadySeconds', -1), beyond('spec.minReadySeconds', '-1', int32)],
  'a number as text': [object('spec.replicas', '2'), wrong('spec.replicas', "'2'", int32)],
  'the largest numbers that fields hold': [
    [object('spec.minReadySeconds', 2 ** 31 - 1), object(`${pod}.terminationGracePeriodSeconds`, 2 ** 53 - 1)],
  ],
  'numbers that may be below zero': [
    [
      set('PriorityClass interactive', 'value', -(2 ** 31)),
      object(`${pod}.tolerations`, [{ key: 'a', operator: 'Exists', tolerationSeconds: -1 }]),
    ],
  ],
  'a priority below int32': [
    set('PriorityClass interactive', 'value', -(2 ** 31) - 1),
    'PriorityClass interactive value: -2147483649 is out of range; write a whole number from -2147483648 to 1000000000',
  ],
  'a priority of the system': [
    set('PriorityClass interactive', 'value', 1_000_000_001),
    'PriorityClass interactive value: 1000000001 is out of range; write a whole number from -2147483648 to 1000000000',
  ],
  'a port that is none': [
    object(`${pod}.containers[0].ports[0].containerPort`, 65_536),
    beyond(`${pod}.containers[0].ports[0].containerPort`, '65536', 'a whole number from 1 to 65535'),
  ],
  'no port': [
    set('Service llm-serving/qwen', 'spec.ports[0].port', 0),
    'Service llm-serving/qwen spec.ports[0].port: 0 is out of range; write a whole number from 1 to 65535',
  ],
  'the name of a port that is none': [
    object(`${pod}.containers[0].readinessProbe.httpGet.port`, 'Port 1'),
    wrong(
      `${pod}.containers[0].readinessProbe.httpGet.port`,
      "'Port 1'",
      'a whole number from 1 to 65535, or the name of a port',
    ),
  ],
  'a port of a policy': [
    set('NetworkPolicy llm-serving/qwen', 'spec.ingress[0].ports[0].port', 70_000),
    'NetworkPolicy llm-serving/qwen spec.ingress[0].ports[0].port: 70000 is out of range; write a whole number from 1 to 65535, or the name of a port',
  ],
  'a probe without a pause': [
    object(`${pod}.containers[0].readinessProbe.periodSeconds`, 0),
    beyond(`${pod}.containers[0].readinessProbe.periodSeconds`, '0', 'a whole number from 1 to 2147483647'),
  ],
  'a grace period below zero': [
    object(`${pod}.terminationGracePeriodSeconds`, -1),
    beyond(`${pod}.terminationGracePeriodSeconds`, '-1', 'a whole number from 0 to 9007199254740991'),
  ],
  'replicas below zero': [object('spec.replicas', -1), beyond('spec.replicas', '-1', int32)],
  'a user beyond all': [
    object(`${pod}.securityContext.runAsUser`, 2 ** 31),
    beyond(`${pod}.securityContext.runAsUser`, '2147483648', int32),
  ],
  'a mode of a file beyond 0777': [
    object(`${pod}.volumes[0].configMap.defaultMode`, 0o1777),
    beyond(`${pod}.volumes[0].configMap.defaultMode`, '1023', 'a whole number from 0 to 511'),
  ],
  'a part that is no percentage': [
    object('spec.strategy.rollingUpdate.maxSurge', '1.5%'),
    wrong('spec.strategy.rollingUpdate.maxSurge', "'1.5%'", 'a whole number from 0 to 2147483647, or a percentage'),
  ],
  'more than all pods': [
    set('PodDisruptionBudget llm-serving/qwen', 'spec.maxUnavailable', '101%'),
    "PodDisruptionBudget llm-serving/qwen spec.maxUnavailable: '101%' is of the wrong type; write a whole number from 0 to 2147483647, or a percentage of at most 100%",
  ],
  'a quantity of words': [
    object(`${pod}.containers[0].resources.limits.memory`, 'much'),
    wrong(`${pod}.containers[0].resources.limits.memory`, "'much'", 'a quantity: 500m, 4, 16Gi'),
  ],
  'a quantity below zero': [
    object(`${pod}.volumes[1].emptyDir.sizeLimit`, '-1Gi'),
    wrong(`${pod}.volumes[1].emptyDir.sizeLimit`, "'-1Gi'", 'a quantity: 500m, 4, 16Gi'),
  ],
  'every form of a quantity that the server reads': [
    ['1e9', '1E3', '+1Gi', '.5', '5.', 1, 0.5, '100n', '9Ei'].map((value, i) =>
      object(`${pod}.containers[0].resources.limits['a.example/${i}']`, value),
    ),
  ],
  'a number as environment variable': [
    object(`${pod}.containers[0].env[0].value`, 1),
    wrong(`${pod}.containers[0].env[0].value`, '1', 'a text'),
  ],
  'a text as switch': [
    object(`${pod}.automountServiceAccountToken`, 'false'),
    wrong(`${pod}.automountServiceAccountToken`, "'false'", 'true or false'),
  ],
  'labels of text': [object('metadata.labels', 'x'), wrong('metadata.labels', "'x'", 'an object')],
  'a number as label': [object('metadata.labels.constructor', 1), wrong('metadata.labels.constructor', '1', 'a text')],
  'a label called like a property of every object': [object('metadata.labels.constructor', 'x')],
  'half of a surrogate pair': [
    object('metadata.annotations', { a: '\uDC00' }),
    wrong('metadata.annotations.a', "'\\udc00'", 'a text'),
  ],
  'rules of text': [
    set('NetworkPolicy llm-serving/qwen', 'spec.ingress', 'x'),
    "NetworkPolicy llm-serving/qwen spec.ingress: 'x' is of the wrong type; write a list",
  ],
  'ports of nothing': [
    set('Service llm-serving/qwen', 'spec.ports', null),
    'Service llm-serving/qwen spec.ports: null is of the wrong type; leave it out, or write a list',
  ],
  'a port and its name': [
    set('Service llm-serving/qwen', 'spec.ports[0].targetPort', true),
    'Service llm-serving/qwen spec.ports[0].targetPort: true is of the wrong type; write a whole number from 1 to 65535, or the name of a port',
  ],
  'a quantity of truth': [
    object(`${pod}.containers[0].resources.limits.memory`, true),
    wrong(`${pod}.containers[0].resources.limits.memory`, 'true', 'a quantity: 500m, 4, 16Gi'),
  ],
  'an object of a class': [
    object('metadata.annotations', new Date(0)),
    wrong('metadata.annotations', 'an object', 'an object'),
  ],
  'a field that is required': [
    object('spec.selector', undefined),
    `${qwen} spec.selector: the field is missing, and its kind requires it; write an object`,
  ],
  'a field that is misspelt': [
    object(`${pod}.hostNetwrok`, true),
    `${qwen} ${pod}.hostNetwrok: there is no such field; correct its name, or leave it out`,
  ],
  'a kind of others': [
    add('qwen', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a' }, spec: { a: 1 }, constructor: [] }),
  ],
  'no number in a kind of others': [
    add('qwen', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a' }, spec: { a: NaN } }),
    'A a spec.a: NaN is no number of JSON; write a finite number',
  ],
  'metadata of a kind of others': [
    add('qwen', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a', labels: [] } }),
    'A a metadata.labels: an empty list is of the wrong type; write an object',
  ],
});

test('while a value cannot be read, no other rule is asked, and no exemption accepts it', () => {
  const input = changed(object(`${pod}.containers`, 'x'), object(`${pod}.hostNetwork`, true));
  const exemptions = [{ rule: 'field-types', object: qwen, reason: 'none' }];
  expect(judge(input, exemptions).map(({ at }) => at)).toEqual([`test: ${qwen} ${pod}.containers`]);
});

test('a field of a newer Kubernetes can be exempted, and the other rules are asked', () => {
  const input = changed(object(`${pod}.ofTomorrow`, 1), object(`${pod}.hostNetwork`, true));
  const exemptions = [{ rule: 'field-types', object: qwen, reason: 'the cluster is newer' }];
  expect(judge(input, exemptions).map(({ at }) => at)).toEqual([`test: ${qwen} ${pod}.hostNetwork`]);
});
