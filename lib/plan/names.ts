/** Names that several charts share. */
import type { Environment } from '../environment';

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
  /** The policy of pods of Corral in a namespace that exists. */
  isolation: 'corral-default-deny',
  gpuCap: 'gpu-cap',
  devicePlugin: 'device-plugin-config',
} as const;

/** Namespace of the store: with a direct store the serving one, since a claim is mounted where it is. */
export const storeNamespace = ({ cluster: { namespaces, weights } }: Pick<Environment, 'cluster'>): string =>
  weights.kind === 'direct' ? namespaces.serving : namespaces.store;

/** Name of a PriorityClass; its prefix shows that it is Corral's, since classes belong to the whole cluster. */
export const priorityClassName = (priority: string): string => `llm-${priority}`;
