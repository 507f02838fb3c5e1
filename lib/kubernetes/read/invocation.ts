/** How a container is started: its words, its variables and its GPUs, as engines judge and show them. */
import { vendorOfResource } from '../../catalog';
import { unitsOf } from '../../core';
import type { Container } from '../kinds';
import { argumentsOf } from './workload-pod';

/** Extended resources with a vendor's name: GPUs, their shares and slices, by the limits of a container. */
export const gpusOf = ({ resources }: Container): readonly (readonly [resource: string, count: number])[] =>
  Object.entries(resources?.limits ?? {})
    .filter(([resource]) => vendorOfResource(resource) !== undefined)
    .map(([resource, count]) => [resource, unitsOf(count) ?? 0] as const);

/**
 * Command and arguments, variables by name, and the number of GPUs, shares or slices, with their resource. An image is
 * built for one vendor, so those of another are not counted: the rule `as-planned` refuses them.
 */
export function invocationOf(container: Container) {
  const gpus = gpusOf(container);
  const gpuResource = gpus[0]?.[0];
  const isOfVendor = (resource: string): boolean => vendorOfResource(resource) === vendorOfResource(gpuResource ?? '');
  return {
    words: argumentsOf(container),
    variables: Object.fromEntries((container.env ?? []).map(({ name = '', value = '' }) => [name, value])),
    gpus: gpus.filter(([resource]) => isOfVendor(resource)).reduce((sum, [, count]) => sum + count, 0),
    gpuResource,
  };
}
