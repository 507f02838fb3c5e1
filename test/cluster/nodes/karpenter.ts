/**
 * A node that Karpenter launched on AWS, registered and initialised; its startup taint is gone by then.
 *
 * @see kubernetes-sigs/karpenter pkg/apis/v1/labels.go, pkg/controllers/nodeclaim/lifecycle (registered, initialized)
 * @see aws/karpenter-provider-aws pkg/apis/v1/labels.go, pkg/providers/instancetype/types.go, computeRequirements
 * @see aws/karpenter-provider-aws website/content/en/docs/reference/instance-types.md (values by instance type)
 */
import type { INode } from 'kubernetes-models/v1';
import type { Labels } from './gpus';
import { cloudLabels, nodeOf, type CloudMachine } from './machine';

interface KarpenterMachine extends CloudMachine {
  readonly nodePool: string;
  readonly nodeClass: string;
  readonly capacityType: 'on-demand' | 'spot' | 'reserved';
  /** What EC2 says of the instance type, which is not what the driver or the kubelet reports. */
  readonly ec2: {
    readonly vcpu: number;
    readonly memoryMib: number;
    /** `l40s`. @default - no GPU */
    readonly gpu?: { readonly name: string; readonly count: number; readonly memoryMib: number };
    /** @default - no local disk */
    readonly localNvmeGb?: number;
  };
}

/** `g6e.12xlarge` → category g, family g6e, generation 6, size 12xlarge. */
function instanceTypeLabels(instanceType: string): Labels {
  const [, family = '', category = '', generation = '', size = ''] =
    /^(([a-z]+)(\d+)[a-z0-9-]*)\.(.+)$/.exec(instanceType) ?? [];
  return {
    'karpenter.k8s.aws/instance-category': category,
    'karpenter.k8s.aws/instance-family': family,
    'karpenter.k8s.aws/instance-generation': generation,
    'karpenter.k8s.aws/instance-size': size,
  };
}

function ec2Labels({ vcpu, memoryMib, gpu, localNvmeGb }: KarpenterMachine['ec2']): Labels {
  return {
    'karpenter.k8s.aws/instance-cpu': String(vcpu),
    'karpenter.k8s.aws/instance-memory': String(memoryMib),
    ...(localNvmeGb === undefined ? {} : { 'karpenter.k8s.aws/instance-local-nvme': String(localNvmeGb) }),
    ...(gpu === undefined
      ? {}
      : {
          'karpenter.k8s.aws/instance-gpu-name': gpu.name,
          'karpenter.k8s.aws/instance-gpu-manufacturer': 'nvidia',
          'karpenter.k8s.aws/instance-gpu-count': String(gpu.count),
          'karpenter.k8s.aws/instance-gpu-memory': String(gpu.memoryMib),
        }),
  };
}

export const karpenterNode = (machine: KarpenterMachine): INode =>
  nodeOf(machine, {
    labels: {
      ...cloudLabels(machine),
      'karpenter.sh/nodepool': machine.nodePool,
      'karpenter.sh/capacity-type': machine.capacityType,
      'karpenter.sh/registered': 'true',
      'karpenter.sh/initialized': 'true',
      'karpenter.k8s.aws/ec2nodeclass': machine.nodeClass,
      ...instanceTypeLabels(machine.instanceType),
      ...ec2Labels(machine.ec2),
    },
  });
