import { namesAndLabels } from '../../../lib/rules/identity/names-and-labels';
import { add, cases, set } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const server = 'spec.template.spec.containers[0]';
const label = (limit: number) =>
  `lower-case letters, digits and hyphens, at most ${limit} characters, a letter or digit at both ends`;
const port = `${label(15)}, at least one letter, no two hyphens together`;
const object = (kind: string, name: string, more: object = {}) =>
  add('qwen', { apiVersion: 'v1', kind, metadata: { name, ...more } });
const refused = (kind: string, name: string, fix: string) =>
  `${kind} ${name} metadata.name: '${name}' has ${name.length} characters and is no name for a ${kind}; ${fix}`;
const map = 'ConfigMap llm-serving/stage-1b9acf18';
const annotation = (bytes: number) => ({ a: 'x'.repeat(bytes - 1) });
const value =
  "at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends; put the rest into an annotation";
const long = 'a'.repeat(63);
const workloads = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'];

cases(namesAndLabels, {
  'every name of the platform': [[]],
  ...Object.fromEntries(
    workloads.flatMap((kind) => [
      [`a ${kind} of 52 characters`, [object(kind, 'a'.repeat(52))]],
      [`a ${kind} of 53 characters`, [object(kind, 'a'.repeat(53)), refused(kind, 'a'.repeat(53), label(52))]],
    ]),
  ),
  'a workload with a dot': [
    object('Deployment', 'model-qwen.gguf'),
    refused('Deployment', 'model-qwen.gguf', label(52)),
  ],
  'a Service of 63 characters': [object('Service', long)],
  'a Service of 64 characters': [
    object('Service', `${long}a`),
    refused('Service', `${long}a`, `${label(63)}, a letter first`),
  ],
  'a Service with a digit first': [object('Service', '7b'), refused('Service', '7b', `${label(63)}, a letter first`)],
  'a Service in capitals': [object('Service', 'aB'), refused('Service', 'aB', `${label(63)}, a letter first`)],
  'a Namespace of 63 characters, a digit first': [object('Namespace', `7${long.slice(1)}`)],
  'a Namespace of 64 characters': [object('Namespace', `${long}a`), refused('Namespace', `${long}a`, label(63))],
  'a Namespace with a dot': [object('Namespace', 'a.b'), refused('Namespace', 'a.b', label(63))],
  'another object with dots, 253 characters': [object('ConfigMap', `${'a'.repeat(251)}.b`)],
  'another object of 254 characters': [
    object('ConfigMap', `${'a'.repeat(252)}.b`),
    refused('ConfigMap', `${'a'.repeat(252)}.b`, `labels of ${label(253)}, parted by dots`),
  ],
  'another object that ends in a dot': [
    object('ConfigMap', 'a.'),
    refused('ConfigMap', 'a.', `labels of ${label(253)}, parted by dots`),
  ],
  'a label of 63 characters, and an empty one': [
    object('ConfigMap', 'x', {
      labels: { tier: `${'a'.repeat(31)}_${'B'.repeat(31)}`, none: '', 'example.com/x.y_z': 'v1.2-3_4' },
    }),
  ],
  'a label of 64 characters': [
    object('ConfigMap', 'x', { labels: { tier: `${long}a` } }),
    `ConfigMap x metadata.labels['tier']: '${long}a' is no value of a label; ${value}`,
  ],
  'a label that holds a model reference': [
    object('ConfigMap', 'x', { labels: { model: 'llama3.1:8b' } }),
    `ConfigMap x metadata.labels['model']: 'llama3.1:8b' is no value of a label; ${value}`,
  ],
  'a label that begins and ends badly': [
    object('ConfigMap', 'x', { labels: { first: '-a', last: 'a-' } }),
    `ConfigMap x metadata.labels['first']: '-a' is no value of a label; ${value}`,
    `ConfigMap x metadata.labels['last']: 'a-' is no value of a label; ${value}`,
  ],
  'keys of labels': [
    object('ConfigMap', 'x', {
      labels: {
        '': '',
        'a b': '',
        'Example.com/a': '',
        'example.com/': '',
        'a/b/c': '',
        [`${'a'.repeat(253)}/${long}`]: '',
        [long]: '',
        [`${long}a`]: '',
      },
    }),
    ...['', 'a b', 'Example.com/a', 'example.com/', 'a/b/c', `${long}a`].map(
      (key) =>
        `ConfigMap x metadata.labels['${key}']: '${key}' is no key of a label; write \`name\`, or \`prefix.example/name\``,
    ),
  ],
  'labels of a template': [
    set(qwen, 'spec.template.metadata.labels.model', 'a:b'),
    `${qwen} spec.template.metadata.labels['model']: 'a:b' is no value of a label; ${value}`,
  ],
  'labels of a pod are told once': [
    add('qwen', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'llm-serving', labels: { model: 'a:b' } },
      spec: { containers: [] },
    }),
    `Pod llm-serving/p metadata.labels['model']: 'a:b' is no value of a label; ${value}`,
  ],
  'keys of annotations': [
    object('ConfigMap', 'x', { annotations: { 'a:b': '', 'Example.com/Fine': 'any text: at all' } }),
    "ConfigMap x metadata.annotations['a:b']: 'a:b' is no key of an annotation; write `name`, or `prefix.example/name`",
  ],
  'annotations of 256 KiB': [object('ConfigMap', 'x', { annotations: annotation(262144) })],
  'annotations of one byte more': [
    object('ConfigMap', 'x', { annotations: annotation(262145) }),
    'ConfigMap x metadata.annotations: the annotations have 262145 bytes; at most 262144; a ConfigMap holds more',
  ],
  'annotations of pods, of one byte more': [
    set(qwen, 'spec.template.metadata.annotations', annotation(262145)),
    `${qwen} spec.template.metadata.annotations: the annotations have 262145 bytes; at most 262144; a ConfigMap holds more`,
  ],
  'annotations count in bytes, keys too': [
    object('ConfigMap', 'x', { annotations: { ab: 'ü'.repeat(131072), c: '' } }),
    'ConfigMap x metadata.annotations: the annotations have 262147 bytes; at most 262144; a ConfigMap holds more',
  ],
  'a container of 63 characters': [set(qwen, `${server}.name`, long)],
  'a container of 64 characters': [
    set(qwen, `${server}.name`, `${long}a`),
    `${qwen} ${server}.name: '${long}a' is no name for it; ${label(63)}`,
  ],
  'two containers with one name': [
    set(qwen, `${server}.name`, 'stager'),
    `${qwen} ${server}.name: 'stager' is there twice; give each a name of its own`,
  ],
  'a volume with a dot': [
    set(qwen, 'spec.template.spec.volumes[0].name', 'a.b'),
    `${qwen} spec.template.spec.volumes[0].name: 'a.b' is no name for it; ${label(63)}`,
  ],
  'two volumes with one name': [
    set(qwen, 'spec.template.spec.volumes[0].name', 'tmp'),
    `${qwen} spec.template.spec.volumes[2].name: 'tmp' is there twice; give each a name of its own`,
  ],
  'a claim template with a dot': [
    set('StatefulSet llm-serving/fleet', 'spec.volumeClaimTemplates[0].metadata.name', 'a.b'),
    `StatefulSet llm-serving/fleet spec.volumeClaimTemplates[0].metadata.name: 'a.b' is no name for it; ${label(63)}`,
  ],
  'a claim template without a name': [
    set('StatefulSet llm-serving/fleet', 'spec.volumeClaimTemplates[0].metadata', undefined),
    `StatefulSet llm-serving/fleet spec.volumeClaimTemplates[0].metadata.name: '' is no name for it; ${label(63)}`,
  ],
  'a port of 15 characters': [set(qwen, `${server}.ports[0].name`, 'a'.repeat(15))],
  'a port of 16 characters': [
    set(qwen, `${server}.ports[0].name`, 'a'.repeat(16)),
    `${qwen} ${server}.ports[0].name: '${'a'.repeat(16)}' is no name for it; ${port}`,
  ],
  'a port of digits': [
    set(qwen, `${server}.ports[0].name`, '8080'),
    `${qwen} ${server}.ports[0].name: '8080' is no name for it; ${port}`,
  ],
  'a port with two hyphens': [
    set(qwen, `${server}.ports[0].name`, 'a--b'),
    `${qwen} ${server}.ports[0].name: 'a--b' is no name for it; ${port}`,
  ],
  'a port in capitals': [
    set(qwen, `${server}.ports[0].name`, 'aB'),
    `${qwen} ${server}.ports[0].name: 'aB' is no name for it; ${port}`,
  ],
  'a port without a name': [set(qwen, `${server}.ports[0].name`, undefined)],
  'two ports with one name': [
    set(qwen, `${server}.ports[1]`, { name: 'http', containerPort: 1 }),
    `${qwen} ${server}.ports[1].name: 'http' is there twice; give each a name of its own`,
  ],
  'the only port of a Service needs no name': [set('Service llm-serving/qwen', 'spec.ports[0].name', undefined)],
  'one of two ports of a Service needs one': [
    set('Service llm-serving/qwen', 'spec.ports[1]', { port: 1 }),
    `Service llm-serving/qwen spec.ports[1].name: '' is no name for it; ${label(63)}`,
  ],
  'the only port of a Service with a bad name': [
    set('Service llm-serving/qwen', 'spec.ports[0].name', 'A'),
    `Service llm-serving/qwen spec.ports[0].name: 'A' is no name for it; ${label(63)}`,
  ],
  'keys of a ConfigMap': [
    set(map, 'data', { 'a/b': '', '': '', ['k'.repeat(253)]: '', ['k'.repeat(254)]: '', 'Fine_1.sh-x': '' }),
    ...['a/b', '', 'k'.repeat(254)].map(
      (key) =>
        `${map} data['${key}']: '${key}' is no key of a ConfigMap; letters, digits, '-', '_' and '.', at most 253`,
    ),
  ],
  'a ConfigMap of 1 MiB': [set(map, 'data', { a: 'x'.repeat(1048576) })],
  'a ConfigMap of one byte more': [
    set(map, 'data', { a: 'ü'.repeat(524288), b: 'x' }),
    `${map} data: the data has 1048577 bytes; at most 1048576`,
  ],
  'a ConfigMap without data': [set(map, 'data', undefined)],
});
