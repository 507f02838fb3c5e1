/** A live node with some labels, taints and units, and why it cannot be used. */
import { unusable } from '../../lib/inventory';
import { liveNode } from '../../lib/inventory/node';

type Labels = Readonly<Record<string, string>>;
export interface Shape {
  readonly name?: string;
  readonly labels?: Labels;
  readonly taints?: readonly string[];
  readonly units?: Labels;
  readonly kept?: Labels;
  readonly status?: object;
  readonly spec?: object;
  readonly metadata?: object;
}

const taint = (text: string) => {
  const [, key = '', value, effect] = /^([^=:]+)(?:=([^:]*))?:(.*)$/.exec(text) ?? [];
  return { key, ...(value === undefined ? {} : { value }), effect };
};

export const nodeOf = ({
  name = 'n',
  labels = {},
  taints = [],
  units = {},
  kept = units,
  status = {},
  spec = {},
  metadata = {},
}: Shape) =>
  liveNode({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/os': 'linux', ...labels }, ...metadata },
    spec: { taints: taints.map(taint), ...spec },
    status: {
      capacity: { cpu: '8', memory: '32Gi', ...kept },
      allocatable: { cpu: '8', memory: '32Gi', ...units },
      conditions: [{ type: 'Ready', status: 'True' }],
      ...status,
    },
  });

export const reasonOf = (shape: Shape): string | undefined => unusable(nodeOf(shape))?.reason;
export const gpu = { 'nvidia.com/gpu': '2' };
export const labelled = {
  'nvidia.com/gpu.present': 'true',
  'nvidia.com/gpu.product': 'NVIDIA-L40S',
  'nvidia.com/gpu.count': '2',
  'nvidia.com/gpu.memory': '46068',
  'nvidia.com/gpu.replicas': '1',
};
