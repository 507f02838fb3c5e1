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

/** PriorityClass of a rung: the ladder is the cluster's, so the name says whose it is. */
export const priorityClassName = (priority: string): string => `llm-${priority}`;
