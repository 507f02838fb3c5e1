/**
 * The machine types that Corral knows, by `<cloud>/<type>`; a type without a public source for its size is not among
 * them.
 */
import type { InstanceCatalog } from './instance';
import { awsCpuInstances } from './instances/aws-cpu';
import { awsGpuInstances } from './instances/aws-gpu';
import { azureCpuInstances } from './instances/azure-cpu';
import { azureGpuInstances } from './instances/azure-gpu';
import { gcpCpuInstances } from './instances/gcp-cpu';
import { gcpGpuInstances } from './instances/gcp-gpu';

export const instances = {
  ...awsGpuInstances,
  ...awsCpuInstances,
  ...gcpGpuInstances,
  ...gcpCpuInstances,
  ...azureGpuInstances,
  ...azureCpuInstances,
} as const satisfies InstanceCatalog;
