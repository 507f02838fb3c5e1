/** Lists of a strategic merge patch: by key as the API server merges them, and never replaced without a word. */
import { describe, expect, test } from '@jest/globals';
import { formatFault } from '../../lib/core/fault';
import { mergePatch } from '../../lib/kubernetes/draw/amend/strategic-merge';
import type { Manifest } from '../../lib/kubernetes/read/manifest';

const metadata = { name: 'qwen', namespace: 'llm', finalizers: ['a'] };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'server',
            image: 'server:1',
            args: ['--model', '/a.gguf', '--ctx-size', '4096', '--parallel'],
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
            ports: [
              { containerPort: 53, protocol: 'TCP' },
              { containerPort: 53, protocol: 'UDP' },
            ],
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
          },
        ],
        tolerations: [{ key: 'gpu' }],
        volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Mi' } }],
      },
    },
  },
} satisfies Manifest;
const template = deployment.spec.template.spec;
const [server] = template.containers;

const merge = (spec: object) => mergePatch(deployment, { spec: { template: { spec } } }, 'e.amendments[0].patch');
const podOf = (spec: object): unknown => {
  const { after, faults } = merge(spec);
  expect(faults).toEqual([]);
  return (after as typeof deployment).spec.template.spec;
};
const ofServer = (fields: object) => ({ containers: [{ name: 'server', ...fields }] });
const sentencesOf = (spec: object): readonly string[] => merge(spec).faults.map(formatFault);
const pod = 'e.amendments[0].patch.spec.template.spec';

describe('a list with a merge key', () => {
  test('keeps the entries that the patch does not name', () => {
    expect(
      podOf(
        ofServer({
          image: 'server:2',
          env: [
            { name: 'B', value: '3' },
            { name: 'C', value: '4' },
          ],
        }),
      ),
    ).toEqual({
      ...template,
      containers: [
        {
          ...server,
          image: 'server:2',
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '3' },
            { name: 'C', value: '4' },
          ],
        },
      ],
    });
  });

  test('is extended by a volume and its mount, as a CA bundle needs them', () => {
    expect(
      podOf({
        ...ofServer({ volumeMounts: [{ name: 'ca', mountPath: '/ca', readOnly: true }] }),
        volumes: [{ name: 'ca', configMap: { name: 'corp-ca' } }],
      }),
    ).toEqual({
      ...template,
      containers: [
        {
          ...server,
          volumeMounts: [
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'ca', mountPath: '/ca', readOnly: true },
          ],
        },
      ],
      volumes: [...template.volumes, { name: 'ca', configMap: { name: 'corp-ca' } }],
    });
  });

  test('merges fields of an entry, and null removes one', () => {
    expect(podOf({ volumes: [{ name: 'tmp', emptyDir: null, configMap: { name: 'a' } }] })).toEqual({
      ...template,
      volumes: [{ name: 'tmp', configMap: { name: 'a' } }],
    });
    expect(podOf({ volumes: [{ name: 'new', emptyDir: { medium: null } }] })).toEqual({
      ...template,
      volumes: [...template.volumes, { name: 'new', emptyDir: {} }],
    });
  });

  test('loses an entry by a directive, and all of them by another', () => {
    expect(podOf(ofServer({ env: [{ name: 'A', $patch: 'delete' }] }))).toEqual({
      ...template,
      containers: [{ ...server, env: [{ name: 'B', value: '2' }] }],
    });
    expect(podOf(ofServer({ env: [{ $patch: 'replace' }, { name: 'C', value: '4' }] }))).toEqual({
      ...template,
      containers: [{ ...server, env: [{ name: 'C', value: '4' }] }],
    });
  });

  test('finds entries by the other keys too, where the patch has them', () => {
    expect(podOf(ofServer({ ports: [{ containerPort: 53, protocol: 'UDP', name: 'dns' }] }))).toEqual({
      ...template,
      containers: [
        {
          ...server,
          ports: [
            { containerPort: 53, protocol: 'TCP' },
            { containerPort: 53, protocol: 'UDP', name: 'dns' },
          ],
        },
      ],
    });
  });

  test('of plain values is a set', () => {
    const { after } = mergePatch(deployment, { metadata: { finalizers: ['a', 'b'] } }, 'e');
    expect((after as Manifest).metadata).toEqual({ ...deployment.metadata, finalizers: ['a', 'b'] });
  });

  test.each<[string, object, string]>([
    [
      'no key',
      ofServer({ env: [{ value: '1' }] }),
      `${pod}.containers[0].env[0]: Kubernetes finds an entry of 'env' by \`name\`, and this one has none.\n  fix: add \`name\`: Deployment llm/qwen has 'A', 'B'\n  [AmendmentListKey]`,
    ],
    [
      'an entry that is no object',
      ofServer({ env: ['A=1'] }),
      `${pod}.containers[0].env[0]: Kubernetes finds an entry of 'env' by \`name\`, and this one has none.\n  fix: add \`name\`: Deployment llm/qwen has 'A', 'B'\n  [AmendmentListKey]`,
    ],
    [
      'a key that two entries have',
      ofServer({ ports: [{ containerPort: 53, name: 'dns' }] }),
      `${pod}.containers[0].ports[0]: 2 entries of 'ports' of Deployment llm/qwen have \`containerPort\` 53.\n  fix: add \`protocol\`, or use operations: jsonPatch: [{ op: 'replace', path: '/spec/template/spec/containers/0/ports/0', value: … }]\n  [AmendmentListKey]`,
    ],
    [
      'an entry to remove that is not there',
      ofServer({ env: [{ name: 'C', $patch: 'delete' }] }),
      `${pod}.containers[0].env[0]: no entry of 'env' of Deployment llm/qwen has \`name\` 'C', so none is removed.\n  fix: name one that is there: 'A', 'B'\n  [AmendmentListKey]`,
    ],
  ])('is refused with %s', (_, spec, sentence) => {
    expect(sentencesOf(spec)).toEqual([sentence]);
  });
});

describe('a list without a merge key', () => {
  test('is replaced where no entry is lost', () => {
    expect(podOf({ tolerations: [{ key: 'spot' }, { key: 'gpu' }] })).toEqual({
      ...template,
      tolerations: [{ key: 'spot' }, { key: 'gpu' }],
    });
    expect(podOf({ tolerations: [{ $patch: 'replace' }, { key: 'spot' }] })).toEqual({
      ...template,
      tolerations: [{ key: 'spot' }],
    });
  });

  test.each<[string, object, string]>([
    [
      'arguments',
      ofServer({ args: ['--parallel', '2'] }),
      `${pod}.containers[0].args: 'args' of Deployment llm/qwen has no merge key: the patch would replace its 5 items by 2, and '--model', '/a.gguf', '--ctx-size' and 1 more would be gone.\n  fix: add items: jsonPatch: [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: … }] · replace all of it: jsonPatch: [{ op: 'replace', path: '/spec/template/spec/containers/0/args', value: […] }]\n  [AmendmentReplacesList]`,
    ],
    [
      'tolerations',
      { tolerations: [{ key: 'spot' }] },
      `${pod}.tolerations: 'tolerations' of Deployment llm/qwen has no merge key: the patch would replace its 1 item by 1, and {"key":"gpu"} would be gone.\n  fix: add items: jsonPatch: [{ op: 'add', path: '/spec/template/spec/tolerations/-', value: … }] · replace all of it: jsonPatch: [{ op: 'replace', path: '/spec/template/spec/tolerations', value: […] }]\n  [AmendmentReplacesList]`,
    ],
  ])('is refused where entries would be lost: %s', (_, spec, sentence) => {
    expect(sentencesOf(spec)).toEqual([sentence]);
  });

  test('of a kind that is not known is refused in the same way', () => {
    const own = { apiVersion: 'example.com/v1', kind: 'Own', metadata: { name: 'a/b' }, spec: { 'x/y~z': [1] } };
    expect(mergePatch(own, { spec: { 'x/y~z': [2] } }, 'e').faults.map(formatFault)).toEqual([
      "e.spec['x/y~z']: 'x/y~z' of Own a/b has no merge key: the patch would replace its 1 item by 1, and 1 would be gone.\n  fix: add items: jsonPatch: [{ op: 'add', path: '/spec/x~1y~0z/-', value: … }] · replace all of it: jsonPatch: [{ op: 'replace', path: '/spec/x~1y~0z', value: […] }]\n  [AmendmentReplacesList]",
    ]);
  });
});

test('a container that is not there is added with its image, and refused without one', () => {
  expect(podOf({ containers: [{ name: 'helper', image: 'a' }] })).toMatchObject({
    containers: expect.arrayContaining([{ name: 'helper', image: 'a' }]),
  });
  expect(sentencesOf({ containers: [{ name: 'lama', env: [] }] })).toEqual([
    `${pod}.containers[0]: no entry of 'containers' of Deployment llm/qwen has \`name\` 'lama', and a new one needs \`image\`.\n  fix: name one that is there: ${template.containers.map(({ name }) => `'${name}'`).join(', ')}\n  [AmendmentListKey]`,
  ]);
});

describe('a directive', () => {
  test('replaces or empties an object', () => {
    expect(podOf({ volumes: [{ name: 'tmp', emptyDir: { $patch: 'replace', medium: 'Memory' } }] })).toEqual({
      ...template,
      volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory' } }],
    });
    expect(podOf({ volumes: [{ name: 'tmp', emptyDir: { $patch: 'delete' } }] })).toEqual({
      ...template,
      volumes: [{ name: 'tmp', emptyDir: {} }],
    });
  });

  test.each<[object, string]>([
    [
      { $patch: 'remove' },
      `${pod}.$patch: 'remove' is no directive.\n  allowed: $patch: 'delete' · $patch: 'replace' · $patch: 'merge'\n  [AmendmentDirective]`,
    ],
    [
      { volumes: [{ name: 'tmp', $patch: 'replace', configMap: { name: 'a' } }] },
      `${pod}.volumes[0]: \`$patch: 'replace'\` replaces the list, and has other fields beside it.\n  fix: write it as an entry of its own: [{ $patch: 'replace' }, …]\n  [AmendmentDirective]`,
    ],
    [
      { '$setElementOrder/volumes': [] },
      `${pod}['$setElementOrder/volumes']: this directive is not offered.\n  allowed: $patch: 'delete' · $patch: 'replace' · $patch: 'merge'\n  fix: use operations instead: jsonPatch\n  [AmendmentDirective]`,
    ],
    [
      { tolerations: [{ key: 'gpu' }, { key: 'spot', $patch: 'delete' }] },
      `${pod}.tolerations[1]: 'tolerations' has no merge key, so no entry can be found by it.\n  fix: use operations instead: jsonPatch\n  [AmendmentDirective]`,
    ],
  ])('is refused that Corral does not have: %j', (spec, sentence) => {
    expect(sentencesOf(spec)).toEqual([sentence]);
  });
});
