/** GPUs, as the exporters of the cluster report them. */
import type { Plan } from '../../plan';
import { aggregate, type PlainName, promql, series } from '../expressions/expression';
import { exportersOfPools, type GpuExporter, gpuExporters } from '../metrics/gpu-exporters';
import type { DashboardInput } from './dashboard';
import { graph } from './panel';

/** The rows of one exporter; `of` says whose they are, where there are several. */
function rowsOf(exporter: GpuExporter, own: { readonly namespace: string }, of: string): DashboardInput['rows'] {
  const { labels, node, gpu, used, free, busy, temperature, power, errors } = exporter;
  const most = (name: PlainName) => aggregate('max', labels, series(name, own));
  const each = `{{${node}}} GPU {{${gpu}}}`;
  return [
    {
      title: `Use${of}`,
      panels: [
        graph(
          'Time in which a GPU computes',
          'percent',
          'A busy GPU is the aim. Busy, with requests that wait, means that a pod is missing.',
          [{ of: most(busy), legend: each }],
          { max: 100 },
        ),
        graph(
          'Memory in use',
          'percentunit',
          'Engines take their memory at the start and keep it: the plan states how much.',
          [{ of: promql`${most(used)} / (${most(used)} + ${most(free)})`, legend: each }],
          { max: 1 },
        ),
        graph('Memory in use, by pod', 'mbytes', 'What each pod has of its GPU.', [
          { of: aggregate('sum', ['pod'], series(used, own)), legend: '{{pod}}' },
        ]),
      ],
    },
    {
      title: `Health${of}`,
      panels: [
        graph(
          'Temperature',
          'celsius',
          'GPUs slow down when they are hot.',
          [{ of: most(temperature), legend: each }],
          {
            limits: { warning: 85, fault: 92 },
          },
        ),
        graph('Power', 'watt', 'Of each GPU.', [{ of: most(power), legend: each }]),
        graph(errors.title, 'short', errors.text, [{ of: most(errors.metric), legend: each }]),
      ],
    },
  ];
}

export function gpus(plan: Plan): DashboardInput | undefined {
  const exporters = exportersOfPools(plan).map((name) => gpuExporters[name]);
  if (exporters.length === 0) return undefined;
  const own = { namespace: plan.environment.cluster.namespaces.serving };
  return {
    name: 'gpus',
    title: 'GPUs',
    description: `GPUs that pods of this environment have. The series come from ${exporters.map(({ called }) => called).join(' and ')} of the cluster.`,
    rows: exporters.flatMap((each) => rowsOf(each, own, exporters.length > 1 ? `: ${each.called}` : '')),
  };
}
