/** GPUs, as the DCGM exporter of the cluster reports them. */
import type { Plan } from '../../plan';
import { aggregate, promql, series } from '../expressions/expression';
import type { DashboardInput } from './dashboard';
import { graph } from './panel';

export function gpus({ environment, pools }: Plan): DashboardInput | undefined {
  if (pools.every(({ pool }) => pool.gpu === undefined)) return undefined;
  const own = { namespace: environment.cluster.namespaces.serving } as const;
  // With MIG, values of the whole GPU repeat for each instance: one of them is enough.
  const of = ['Hostname', 'gpu', 'UUID'] as const;
  const each = '{{Hostname}} GPU {{gpu}}';
  const used = aggregate('max', of, series('DCGM_FI_DEV_FB_USED', own));
  const free = aggregate('max', of, series('DCGM_FI_DEV_FB_FREE', own));
  return {
    name: 'gpus',
    title: 'GPUs',
    description: 'GPUs that pods of this environment have. The series come from the DCGM exporter of the cluster.',
    rows: [
      {
        title: 'Use',
        panels: [
          graph(
            'Time in which a GPU computes',
            'percent',
            'A busy GPU is the aim. Busy, with requests that wait, means that a pod is missing.',
            [{ of: aggregate('max', of, series('DCGM_FI_DEV_GPU_UTIL', own)), legend: each }],
            { max: 100 },
          ),
          graph(
            'Memory in use',
            'percentunit',
            'Engines take their memory at the start and keep it: the plan states how much.',
            [{ of: promql`${used} / (${used} + ${free})`, legend: each }],
            { max: 1 },
          ),
          graph('Memory in use, by pod', 'mbytes', 'What each pod has of its GPU.', [
            { of: aggregate('sum', ['pod'], series('DCGM_FI_DEV_FB_USED', own)), legend: '{{pod}}' },
          ]),
        ],
      },
      {
        title: 'Health',
        panels: [
          graph(
            'Temperature',
            'celsius',
            'GPUs slow down when they are hot.',
            [{ of: aggregate('max', of, series('DCGM_FI_DEV_GPU_TEMP', own)), legend: each }],
            { limits: { warning: 85, fault: 92 } },
          ),
          graph('Power', 'watt', 'Of each GPU.', [
            { of: aggregate('max', of, series('DCGM_FI_DEV_POWER_USAGE', own)), legend: each },
          ]),
          graph('Last error (XID)', 'short', 'Its number stays until the driver starts again: look for changes.', [
            { of: aggregate('max', of, series('DCGM_FI_DEV_XID_ERRORS', own)), legend: each },
          ]),
        ],
      },
    ],
  };
}
