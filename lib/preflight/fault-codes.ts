/**
 * The codes of every difference between an environment and its cluster, each with its meaning;
 * `docs/reference/errors.md` lists them.
 */
export const preflightCodes = {
  ServerVersion: 'The cluster runs another Kubernetes release than the environment states.',
  ApiNotServed: 'An object of a kind or version that the cluster does not serve.',
  DefinitionMissing: 'A CustomResourceDefinition that the environment needs and the cluster does not have.',
  MetricsApiMissing: 'The metrics API that the autoscalers read is not served or does not answer.',
  ClassMissing:
    'A StorageClass, RuntimeClass or PriorityClass that the environment names and the cluster does not have.',
  ClassDiffers: 'A class that has the expected name but other properties than the environment needs.',
  ClaimMissing: 'A claim of others, with models on it, that the cluster does not have.',
  ClaimDiffers: 'A claim of others from which the pods of the environment cannot read files.',
  PrerequisiteMissing: 'A prerequisite of the environment that the cluster does not have.',
  PrerequisiteDiffers: 'A prerequisite that exists but does not do what the environment needs.',
  NamespaceShared: 'Objects of another owner in a namespace of the environment.',
  DnsDiffers: 'A DNS server with an address or a port that the network policies of the environment do not allow.',
  ServiceAddressDiffers:
    'An address of the weights servers outside the Service range, or one that another Service has.',
  AddressFamily: 'Address families of the cluster that the environment states otherwise.',
  NamespaceMissing: 'A namespace of the environment or of a network peer that does not exist.',
  QuotaDiffers: 'A ResourceQuota of the namespace that the environment declares otherwise, or not at all.',
  LimitRangeDiffers: 'A LimitRange of the namespace that the environment declares otherwise, or not at all.',
  NamespaceEnding: 'A namespace of the environment that is being deleted.',
  PeerMissing: 'A network peer that selects no running pod.',
  ProvisionerMissing: 'Nodes that no component of the cluster would create.',
  ProvisionerLimit: 'Limits of what creates nodes that allow fewer than the maximum of a pool.',
  NodesMissing: 'Fewer nodes than the minimum of a pool, or a named node that does not exist.',
  NodesTooMany: 'More nodes than the maximum of a pool.',
  NodeUnusable: 'A node that the labels of a pool select but its pods cannot use.',
  CapacityDiffers: 'A node that can be removed at short notice, in a pool that is not spot.',
  ArchitectureDiffers: 'Nodes of one pool with processors of different architectures, or of another one than it has.',
  NodeNotReady: 'A node of a pool that is not ready.',
  NodeCordoned: 'A node of a pool that is cordoned.',
  LabelDiffers: 'A node that lacks only one label of a pool.',
  TaintNotDeclared: 'A taint that keeps pods of the environment off the nodes of a pool.',
  TaintMissing: 'A taint that a pool declares and its nodes do not have.',
  RoomMissing: 'Less CPU, memory, disk or pods on a node than the plan needs.',
  GpusMissing: 'Fewer GPUs on a node than the plan needs, or GPUs with another resource name.',
  GpuProductDiffers: 'GPUs of another product than the pool declares.',
  GpuMemoryLess: 'GPUs with less memory than the plan needs.',
  ObjectOfAnother: 'An object of the environment that already exists and has another owner.',
  DeliveredOtherwise: 'Objects of the environment that another delivery tool has applied.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly preflight: typeof preflightCodes;
  }
}

export type PreflightCode = keyof typeof preflightCodes;
