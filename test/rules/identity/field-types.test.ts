import { expect, test } from '@jest/globals';
import { fieldTypes } from '../../../lib/rules/identity/field-types';
import { judge } from '../../../lib/rules/judge';
import { add, changed, cases, set, type Change } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const pod = 'spec.template.spec';
const object = (...path: readonly [string, unknown]): Change => set(qwen, ...path);
const wrong = (place: string, found: string, fix: string) => `${qwen} ${place}: ${found} is of the wrong type; write ${fix}`;
const int32 = 'a whole number from 0 to 2147483647';

cases(fieldTypes, {
  'every object of the platform': [[]],
  'a text for a list': [object(`${pod}.containers`, 'x'), wrong(`${pod}.containers`, "'x'", 'a list')],
  'nothing in a list': [object(`${pod}.containers`, [null]), `${qwen} ${pod}.containers[0]: null is of the wrong type; leave it out, or write an object`],
  'nothing for a list': [object(`${pod}.containers`, null), `${qwen} ${pod}.containers: null is of the wrong type; leave it out, or write a list`],
  'no number': [object('spec.replicas', NaN), wrong('spec.replicas', 'NaN', int32)],
  'no end': [object('spec.replicas', Infinity), wrong('spec.replicas', 'Infinity', int32)],
  'a part of a number': [object('spec.replicas', 1.5), wrong('spec.replicas', '1.5', int32)],
  'a number beyond int32': [object('spec.progressDeadlineSeconds', 2 ** 31), wrong('spec.progressDeadlineSeconds', '2147483648', int32)],
  'a number below zero': [object('spec.minReadySeconds', -1), wrong('spec.minReadySeconds', '-1', int32)],
  'a number as text': [object('spec.replicas', '2'), wrong('spec.replicas', "'2'", int32)],
  'the largest numbers that fields hold': [[object('spec.minReadySeconds', 2 ** 31 - 1), object(`${pod}.terminationGracePeriodSeconds`, 2 ** 53 - 1)]],
  'numbers that may be below zero': [[set('PriorityClass interactive', 'value', -(2 ** 31)), object(`${pod}.tolerations`, [{ key: 'a', operator: 'Exists', tolerationSeconds: -1 }])]],
  'a priority below int32': [set('PriorityClass interactive', 'value', -(2 ** 31) - 1), 'PriorityClass interactive value: -2147483649 is of the wrong type; write a whole number from -2147483648 to 2147483647'],
  'a number as environment variable': [object(`${pod}.containers[0].env[0].value`, 1), wrong(`${pod}.containers[0].env[0].value`, '1', 'a text')],
  'a text as switch': [object(`${pod}.automountServiceAccountToken`, 'false'), wrong(`${pod}.automountServiceAccountToken`, "'false'", 'true or false')],
  'labels of text': [object('metadata.labels', 'x'), wrong('metadata.labels', "'x'", 'an object')],
  'a number as label': [object('metadata.labels.constructor', 1), wrong('metadata.labels.constructor', '1', 'a text')],
  'a label called like a property of every object': [object('metadata.labels.constructor', 'x')],
  'half of a surrogate pair': [object('metadata.annotations', { a: '\uDC00' }), wrong('metadata.annotations.a', "'\\u{dc00}'", 'a text')],
  'rules of text': [set('NetworkPolicy llm-serving/qwen', 'spec.ingress', 'x'), "NetworkPolicy llm-serving/qwen spec.ingress: 'x' is of the wrong type; write a list"],
  'ports of nothing': [set('Service llm-serving/qwen', 'spec.ports', null), 'Service llm-serving/qwen spec.ports: null is of the wrong type; leave it out, or write a list'],
  'a port and its name': [set('Service llm-serving/qwen', 'spec.ports[0].targetPort', true), 'Service llm-serving/qwen spec.ports[0].targetPort: true is of the wrong type; write a whole number from 0 to 2147483647, or a text'],
  'a quantity of truth': [object(`${pod}.containers[0].resources.limits.memory`, true), wrong(`${pod}.containers[0].resources.limits.memory`, 'true', 'a quantity: 500m, 4, 16Gi')],
  'an object of a class': [object('metadata.annotations', new Date(0)), wrong('metadata.annotations', 'an object', 'an object')],
  'a field that is required': [object('spec.selector', undefined), `${qwen} spec.selector: the field is missing, and its kind requires it; write an object`],
  'a field that is misspelt': [object(`${pod}.hostNetwrok`, true), `${qwen} ${pod}.hostNetwrok: there is no such field; correct its name, or leave it out`],
  'a kind of others': [add('qwen', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a' }, spec: { a: 1 }, constructor: [] })],
  'no number in a kind of others': [
    add('qwen', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a' }, spec: { a: NaN } }), 'A a spec.a: NaN is no number of JSON; write a finite number',
  ],
  'metadata of a kind of others': [
    add('qwen', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a', labels: [] } }),
    'A a metadata.labels: a list is of the wrong type; write an object',
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
