/** Priorities, the GPU runtime, the device plugin's configuration: what belongs to the whole cluster. */
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import {
  DevicePluginConfig,
  devicePluginFile,
  type DevicePluginConfigProps,
  type SharedGpus,
} from '../../lib/constructs/tenancy/device-plugin-config';
import { GpuRuntimeClass, type GpuRuntimeClassProps } from '../../lib/constructs/tenancy/gpu-runtime-class';
import {
  PriorityClasses,
  type PriorityClassesProps,
  type PriorityClassInput,
} from '../../lib/constructs/tenancy/priority-classes';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';

describe('the priority classes', () => {
  const batch: PriorityClassInput = { name: 'llm-batch', value: -10, preempts: false, description: 'What is left.' };
  const add = (chart: ConstructorParameters<typeof PriorityClasses>[0], props: PriorityClassesProps) =>
    new PriorityClasses(chart, 'priorities', props);

  test('has a class for each entry, none of them the default of the cluster', () => {
    expect(draw((chart) => add(chart, { classes: [] }))).toEqual([]);
    expect(draw((chart) => add(chart, { classes: [batch] }))).toEqual([
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'llm-batch', labels: expect.anything() },
        value: -10,
        preemptionPolicy: 'Never',
        description: 'What is left.',
      },
    ]);
  });

  everyProp<PriorityClassesProps>(
    add,
    { classes: [batch] },
    {
      classes: {
        to: [{ ...batch, value: 1e9, preempts: true, description: 'All.' }],
        shows: {
          'PriorityClass llm-batch: value': 1e9,
          'PriorityClass llm-batch: preemptionPolicy': 'PreemptLowerPriority',
          'PriorityClass llm-batch: description': 'All.',
        },
      },
    },
  );

  test.each([1e9 + 1, 0.5, -(2 ** 31) - 1, Number.NaN])('%d is no priority', (value) => {
    expect(refusal((chart) => add(chart, { classes: [{ ...batch, value }] }))).toBe(
      `priorities.classes['llm-batch']: ${value} is not a valid priority.\n  allowed: whole numbers from -2147483648 to 1000000000\n  [PriorityOutOfRange]`,
    );
  });

  test('a class that does not state whether it preempts does not compile', () => {
    // @ts-expect-error batch must say that it never does
    const silent: PriorityClassInput = { name: 'a', value: 1, description: 'x' };
    expect(silent.name).toBe('a');
  });
});

describe('the runtime of GPUs', () => {
  const add = (chart: ConstructorParameters<typeof GpuRuntimeClass>[0], props: GpuRuntimeClassProps) =>
    new GpuRuntimeClass(chart, 'runtime', props);

  test('has one name, tolerates GPU nodes, and selects none: the label is there only with the GPU operator', () => {
    expect(draw((chart) => new GpuRuntimeClass(chart, 'runtime'))).toEqual([
      {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: 'nvidia', labels: expect.anything() },
        handler: 'nvidia',
        scheduling: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] },
      },
    ]);
  });

  everyProp<GpuRuntimeClassProps>(
    add,
    { nodeSelector: { a: 'b' } },
    {
      nodeSelector: {
        to: { 'nvidia.com/gpu.present': 'true' },
        shows: { 'RuntimeClass nvidia: scheduling.nodeSelector': { 'nvidia.com/gpu.present': 'true' } },
      },
    },
  );
});

describe('the configuration of the device plugin', () => {
  const sliced: SharedGpus = { name: 'dev', by: 'time-slicing', replicas: 4 };
  const add = (chart: ConstructorParameters<typeof DevicePluginConfig>[0], props: DevicePluginConfigProps) =>
    new DevicePluginConfig(chart, 'plugin', props);

  test('renames shared GPUs, and refuses requests for two shares, which would buy nothing', () => {
    expect(load(devicePluginFile(sliced))).toEqual({
      version: 'v1',
      sharing: {
        timeSlicing: {
          renameByDefault: true,
          failRequestsGreaterThanOne: true,
          resources: [{ name: 'nvidia.com/gpu', replicas: 4 }],
        },
      },
    });
  });

  test('of MPS needs no such refusal: it never gives two', () => {
    expect(load(devicePluginFile({ ...sliced, by: 'mps' }))).toEqual({
      version: 'v1',
      sharing: { mps: { renameByDefault: true, resources: [{ name: 'nvidia.com/gpu', replicas: 4 }] } },
    });
  });

  test('has a file for each way of sharing, under the value of the node label', () => {
    const manifests = draw((chart) =>
      add(chart, { namespace: 'gpu-operator', configurations: [sliced, { ...sliced, name: 'other' }] }),
    );
    expect(titles(manifests)).toEqual(['ConfigMap gpu-operator/plugin']);
    expect(Object.keys(fieldOf(manifests, 'ConfigMap gpu-operator/plugin: data') ?? {})).toEqual(['dev', 'other']);
  });

  everyProp<DevicePluginConfigProps>(
    add,
    { namespace: 'gpu-operator', configurations: [sliced] },
    {
      namespace: { to: 'kube-system', shows: { 'ConfigMap kube-system/plugin: metadata.namespace': 'kube-system' } },
      configurations: {
        to: [{ ...sliced, replicas: 8 }],
        shows: { 'ConfigMap gpu-operator/plugin: data.dev': devicePluginFile({ ...sliced, replicas: 8 }) },
      },
    },
  );

  test('an unknown way of sharing does not compile', () => {
    // @ts-expect-error MIG is cut by the MIG manager
    const mig: SharedGpus = { name: 'a', by: 'mig', replicas: 2 };
    expect(mig.name).toBe('a');
  });
});
