/** The codes of every difference between an environment and its cluster, each with its meaning; `docs/reference/errors.md` lists them. */
export const preflightCodes = {
  ServerVersion: 'The cluster runs another Kubernetes release than the environment is drawn for.',
  ApiNotServed: 'An object of a kind or version that the cluster does not serve.',
  DefinitionMissing: 'A CustomResourceDefinition that the environment needs and the cluster does not have.',
  MetricsApiMissing: 'Queue autoscalers would read a metrics API that is not served or does not answer.',
  ClassMissing: 'A StorageClass, RuntimeClass or PriorityClass that the environment names and the cluster does not have.',
  ClassDiffers: 'A class of that name that is another than the environment takes it for.',
  PrerequisiteMissing: 'Something that the environment declares to exist and the cluster does not have.',
  PrerequisiteDiffers: 'Something that others provide and that does not do what the environment needs of it.',
  NamespaceShared: 'Objects of others in a namespace that the environment takes for itself.',
  DnsDiffers: 'Names that are resolved elsewhere than the policies of the environment allow.',
  ServiceAddressDiffers: 'An address of the weights servers outside the Service range, or one that another Service has.',
  AddressFamily: 'Pods with addresses of a family on which nothing of the platform listens.',
  NamespaceMissing: 'A namespace of others that flows are opened to, and that is not there.',
  NamespaceEnding: 'A namespace of the environment that is being deleted.',
  PeerMissing: 'Pods of others that flows are opened to, of which there is none.',
  ProvisionerMissing: 'Nodes that nothing in the cluster would make.',
  NodesMissing: 'Fewer nodes than a pool has at least, or a named node that is not there.',
  NodesTooMany: 'More nodes than a pool has at most.',
  NodeUnusable: 'A node that the labels of a pool select and its pods cannot use.',
  CapacityDiffers: 'A node that may be taken away at short notice, in a pool that counts on it.',
  ArchitectureDiffers: 'Nodes of one pool with processors of different architectures.',
  NodeNotReady: 'A node of a pool that is not ready.',
  NodeCordoned: 'A node of a pool that takes no new pods.',
  LabelDiffers: 'A node that would be in a pool but for one label.',
  TaintNotDeclared: 'A taint that keeps pods of the environment off the nodes of a pool.',
  TaintMissing: 'A taint that a pool declares and its nodes do not carry.',
  RoomMissing: 'Less processor time, memory, disk or pods on a node than the plan counts on.',
  GpusMissing: 'Fewer GPUs on a node than the plan counts on, or by another name.',
  GpuProductDiffers: 'GPUs of another product than the pool declares.',
  GpuMemoryLess: 'GPUs with less memory than the plan counts on.',
  ObjectOfAnother: 'An object that the environment would make and that belongs to others.',
  DeliveredOtherwise: 'Objects of ours that another way of delivery has applied.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly preflight: typeof preflightCodes;
  }
}

export type PreflightCode = keyof typeof preflightCodes;
