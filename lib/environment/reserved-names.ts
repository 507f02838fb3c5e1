/** Object names that Corral renders itself, or that every namespace has already; no workload may take one. */
import { slug } from '../core';

/** Each name with who has it, in the namespaces of models and of the store alike. */
export const reservedNames = {
  default: 'the ServiceAccount that every namespace has',
  'default-deny': 'the NetworkPolicy that denies by default',
  'corral-default-deny': 'the NetworkPolicy that denies by default in a namespace that exists',
  quota: 'the ResourceQuota of the namespace',
  limits: 'the LimitRange of the namespace',
  'gpu-cap': 'the policy that caps the GPUs of one pod',
  'device-plugin-config': 'the configuration of shared GPUs',
  'local-nvme': 'the class of static volumes',
  'model-store': 'the claim of the store',
  'weights-server': 'the server of weights',
  loader: 'the jobs that fill the store',
  stager: 'the programs that bring weights to a node',
  collector: 'the job that collects weights which nothing names',
  constructor: 'JavaScript, where every object has a property of this name',
} as const satisfies Readonly<Record<string, string>>;

/** Objects of a gateway, whose names begin alike: in one namespace with models, these cannot have them. */
export const gatewayName = (name: string): string | undefined =>
  /^gateway(-|$)/.test(name) ? 'the gateway' : undefined;

/** Objects of backups: where the store shares the namespace with models, these cannot have their names. */
export const backupName = (name: string): string | undefined =>
  /^(backup|restore)(-|$)/.test(name) ? 'the backup' : undefined;

/** Name of the DaemonSet that tunes the nodes of a pool. */
export const nodeTuningName = (pool: string): string => slug(`tune-${pool}`);
