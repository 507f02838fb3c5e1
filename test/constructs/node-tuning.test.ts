/** The DaemonSet that tunes nodes: the smallest props, every prop. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { NodeTuning, type NodeTuningProps } from '../../lib/constructs/tenancy/node-tuning';
import { additionsShown, everyAddition } from './support/additions';
import { draw, fieldOf, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { pool, programs, scheduling, wants } from './support/props';

const add = (chart: ConstructorParameters<typeof NodeTuning>[0], props: NodeTuningProps) =>
  new NodeTuning(chart, 'tune', props);
const numa = { key: 'kernel.numa_balancing', value: '0', mayLack: true };
const inotify = { key: 'fs.inotify.max_user_instances', value: '8192', mayLack: false };
const smallest: NodeTuningProps = { namespace: 'nodes', settings: [numa] };
const template = 'DaemonSet nodes/tune: spec.template';
const pod = `${template}.spec`;

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a DaemonSet with its list, its program, its identity and a policy that lets nothing in or out', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount nodes/tune',
      'NetworkPolicy nodes/tune',
      'ConfigMap nodes/program-node-tuning-#',
      'ConfigMap nodes/tune-lists-#',
      'DaemonSet nodes/tune',
    ]);
    expect([
      field('NetworkPolicy nodes/tune: spec.ingress') ?? [],
      field('NetworkPolicy nodes/tune: spec.egress') ?? [],
    ]).toEqual([[], []]);
  });

  test('let only the container that ends write to the node', () => {
    expect(field(`${pod}.initContainers[0].securityContext`)).toEqual({
      privileged: true,
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      readOnlyRootFilesystem: true,
    });
    expect(field(`${pod}.containers[0].securityContext`)).toMatchObject({
      privileged: false,
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('mount nothing of the node, and share none of its namespaces', () => {
    const spec = field(pod) as { readonly volumes: readonly object[] };
    expect(spec.volumes.map((volume) => Object.keys(volume).sort())).toEqual([['name', 'projected']]);
    expect(spec).not.toHaveProperty('hostPID');
    expect(spec).not.toHaveProperty('hostNetwork');
    expect(spec).toMatchObject({ automountServiceAccountToken: false });
  });

  test('reach nodes with GPUs too', () => {
    expect(field(`${pod}.tolerations`)).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
  });
});

/** Named by its content. */
const lists =
  titles(draw((chart) => add(chart, { ...smallest, settings: [inotify] })))
    .find((title) => title.includes('lists'))
    ?.replace('ConfigMap ', '') ?? '';

describe('each prop shows', () => {
  everyProp<NodeTuningProps>(
    add,
    { ...smallest, programs, wants, scheduling, additions: {}, gpuResource: 'nvidia.com/gpu', image: images.curl },
    {
      namespace: { to: 'other', shows: { 'DaemonSet other/tune: metadata.namespace': 'other' } },
      programs: 'elsewhere',
      settings: {
        to: [inotify],
        shows: { [`ConfigMap ${lists}: data['node-settings.list']`]: 'fs.inotify.max_user_instances 8192 needed\n' },
      },
      gpuResource: {
        to: 'amd.com/gpu',
        shows: {
          [`${pod}.tolerations`]: [
            { key: 'amd.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
            { key: 'team', operator: 'Equal', value: 'llm', effect: 'NoSchedule' },
          ],
        },
      },
      wants: { to: { ...wants, cpu: 900 }, shows: { [`${pod}.containers[0].resources.requests.cpu`]: '900m' } },
      scheduling: {
        to: {
          pools: [{ ...pool, taints: [{ key: 'other', effect: 'NoExecute' }] }],
          priorityClassName: 'llm-critical',
        },
        shows: {
          [`${pod}.priorityClassName`]: 'llm-critical',
          [`${pod}.tolerations`]: expect.arrayContaining([{ key: 'other', operator: 'Exists', effect: 'NoExecute' }]),
        },
      },
      additions: {
        to: everyAddition,
        shows: additionsShown(template, pod),
      },
      image: {
        to: { ...images.curl, repository: 'mirror.example/other' },
        shows: { [`${pod}.initContainers[0].image`]: expect.stringContaining('mirror.example/other:') },
      },
    },
  );
});
