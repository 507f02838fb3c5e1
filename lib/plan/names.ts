/** Names that several charts share. */

/** Every other object is named after what it serves. */
export const sharedNames = {
  /** The weights server: Deployment, Service, policy. */
  weightsServer: 'weights-server',
  /** The store's claim and, where it is ours, its StorageClass. */
  store: 'model-store',
  collector: 'collector',
  /** StorageClass of named nodes' disks. */
  staticVolumes: 'local-nvme',
  quota: 'quota',
  limits: 'limits',
  gpuCap: 'gpu-cap',
  devicePlugin: 'device-plugin-config',
} as const;

/** Name of a PriorityClass; its prefix shows that it is Corral's, since classes belong to the whole cluster. */
export const priorityClassName = (priority: string): string => `llm-${priority}`;
