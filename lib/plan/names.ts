/** Names that several charts share. */
import { slug } from '../core';
import { type Environment, isReadInPlace } from '../environment';

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

/** Namespace of the store: where it is read in place the serving one, since a claim is mounted where it is. */
export const storeNamespace = ({ cluster: { namespaces, weights } }: Pick<Environment, 'cluster'>): string =>
  isReadInPlace(weights) ? namespaces.serving : namespaces.store;

/** Name of a PriorityClass; its prefix shows that it is Corral's, since classes belong to the whole cluster. */
export const priorityClassName = (priority: string): string => `llm-${priority}`;

/** What the Job of a model does: it brings the files into the store, or verifies those on a claim of others. */
export type LoaderWork = 'load' | 'verify';

/** Name of the Job of a model, before the hash of its content. */
export const loaderName = (key: string, work: LoaderWork = 'load'): string => slug(`${work}-${key}`);
