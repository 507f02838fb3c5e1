/**
 * The machine types that Corral knows, by `<cloud>/<type>`; a type without a public source for its size is not among
 * them.
 */
import type { InstanceCatalog } from './instance';
import { awsCpuInstances } from './instances/aws-cpu';
import { awsGpuInstances } from './instances/aws-gpu';

export const instances = { ...awsGpuInstances, ...awsCpuInstances } as const satisfies InstanceCatalog;
