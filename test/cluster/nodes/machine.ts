/** A simulated machine and the Node object that its kubelet registers: what every provider has in common. */
import type { INode } from 'kubernetes-models/v1';
import { bytesQuantity, type Bytes } from '../../../lib/core/bytes';
import { cpuQuantity, type Millicores } from '../../../lib/core/cpu';
import { discoveryLabels, gpuResources, type Gpus, type Labels } from './gpus';

/** What a node has, or what of it pods can have. */
interface Amounts {
  readonly cpu: Millicores;
  readonly memory: Bytes;
  readonly ephemeralStorage: Bytes;
  readonly pods: number;
}

type Taint = NonNullable<NonNullable<INode['spec']>['taints']>[number];

/** A machine, of any provider. */
export interface Machine {
  readonly name: string;
  readonly capacity: Amounts;
  /** @default - the capacity: nothing is reserved */
  readonly allocatable?: Amounts;
  /** @default - none */
  readonly gpus?: Gpus;
  /** Labels that the owner of the pool adds to those of the provider. @default - none */
  readonly labels?: Labels;
  /** Taints that the owner of the pool adds to those of the provider. @default - none */
  readonly taints?: readonly Taint[];
}

/** A machine of a cloud: where it is, and of which type. */
export interface CloudMachine extends Machine {
  /** `g6e.12xlarge`, `g2-standard-12`, `Standard_NC24ads_A100_v4`. */
  readonly instanceType: string;
  readonly region: string;
  /** As the provider writes it into the label: `eu-central-1a`, `europe-west4-a`, `westeurope-1`. */
  readonly zone: string;
}

const quantities = (
  { cpu, memory, ephemeralStorage, pods }: Amounts,
  gpus: Gpus | undefined,
): Record<string, string> => ({
  cpu: cpuQuantity(cpu),
  memory: bytesQuantity(memory),
  'ephemeral-storage': bytesQuantity(ephemeralStorage),
  pods: String(pods),
  ...gpuResources(gpus),
});

/** Labels that the kubelet sets. @see kubernetes/kubernetes pkg/kubelet/kubelet_node_status.go, initialNode */
const kubeletLabels = (name: string): Labels => ({
  'kubernetes.io/hostname': name,
  'kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
  'beta.kubernetes.io/os': 'linux',
  'beta.kubernetes.io/arch': 'amd64',
});

/**
 * Labels that a cloud's controller adds.
 * @see kubernetes/cloud-provider controllers/node/node_controller.go, getNodeModifiersFromCloudProvider
 */
export const cloudLabels = ({ instanceType, region, zone }: CloudMachine): Labels => ({
  'node.kubernetes.io/instance-type': instanceType,
  'beta.kubernetes.io/instance-type': instanceType,
  'topology.kubernetes.io/region': region,
  'failure-domain.beta.kubernetes.io/region': region,
  'topology.kubernetes.io/zone': zone,
  'failure-domain.beta.kubernetes.io/zone': zone,
});

/**
 * The Node object of a machine, with what its provider adds. The annotation hands it to kwok, which keeps the status.
 */
export function nodeOf(
  machine: Machine,
  provider: { readonly labels: Labels; readonly taints?: readonly Taint[] },
): INode {
  const { name, capacity, allocatable = capacity, gpus, labels = {}, taints = [] } = machine;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { ...kubeletLabels(name), ...discoveryLabels(gpus), ...provider.labels, ...labels },
    },
    spec: { taints: [...(provider.taints ?? []), ...taints] },
    status: { capacity: quantities(capacity, gpus), allocatable: quantities(allocatable, gpus) },
  };
}
