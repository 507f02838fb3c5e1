/**
 * The devices that the claims of a pod ask for, beside those in the limits of its containers: counted as a quota counts
 * them.
 *
 * @see kubernetes/kubernetes pkg/quota/v1/evaluator/core/resource_claims.go
 */
import { devicesOfClass } from '../../catalog';
import type { Container, PodSpec, ResourceClaimSpec } from '../kinds';
import type { WorkloadPod } from './workload-pod';

/** Most devices of one claim, which stand for all devices of a node. */
const mostOfClaim = 32;

type Devices = ReadonlyMap<string, number>;

const sizeOf = ({ allocationMode, count = 1 }: { readonly allocationMode?: string; readonly count?: number }): number =>
  allocationMode === 'All' ? mostOfClaim : count;

/** Devices of a claim by class; of several alternatives the largest of each class counts. */
function devicesIn({ devices }: ResourceClaimSpec): Devices {
  const sums = new Map<string, number>();
  for (const { exactly, firstAvailable } of devices?.requests ?? []) {
    const largest = new Map<string, number>();
    for (const one of exactly === undefined ? (firstAvailable ?? []) : [exactly]) {
      const key = devicesOfClass(one.deviceClassName);
      largest.set(key, Math.max(largest.get(key) ?? 0, sizeOf(one)));
    }
    for (const [key, count] of largest) sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
}

/** What a claim of a pod asks for, by the kind and the name of the object that says it; `undefined` if there is none. */
export type ClaimSpecOf = (
  kind: 'ResourceClaim' | 'ResourceClaimTemplate',
  name: string,
) => ResourceClaimSpec | undefined;

function devicesOf(
  { resourceClaimName, resourceClaimTemplateName }: NonNullable<PodSpec['resourceClaims']>[number],
  specOf: ClaimSpecOf,
): Devices {
  const spec =
    resourceClaimTemplateName === undefined
      ? specOf('ResourceClaim', resourceClaimName ?? '')
      : specOf('ResourceClaimTemplate', resourceClaimTemplateName);
  return spec === undefined ? new Map() : devicesIn(spec);
}

/** Adds devices to the limits of a container. */
const withLimits = (container: Container, devices: Devices): Container =>
  devices.size === 0
    ? container
    : {
        ...container,
        resources: {
          ...container.resources,
          limits: { ...container.resources?.limits, ...Object.fromEntries(devices) },
        },
      };

/**
 * A pod whose containers have the devices of its claims in their limits, so that they are counted like other GPUs. The
 * first container that uses a claim has them; of a claim that none uses, the first one.
 */
export function withClaimedDevices<Pod extends WorkloadPod>(pod: Pod, specOf: ClaimSpecOf): Pod {
  const resourceClaims = pod.spec.resourceClaims ?? [];
  if (resourceClaims.length === 0) return pod;
  const uses = ({ resources }: Container, claim: string): boolean =>
    (resources?.claims ?? []).some(({ name }) => name === claim);
  const limits = new Map<Container, Map<string, number>>();
  for (const claim of resourceClaims) {
    const owner = pod.containers.find(({ container }) => uses(container, claim.name)) ?? pod.containers[0];
    if (owner === undefined) continue;
    const sums = limits.get(owner.container) ?? new Map<string, number>();
    for (const [key, count] of devicesOf(claim, specOf)) sums.set(key, (sums.get(key) ?? 0) + count);
    limits.set(owner.container, sums);
  }
  const counted = (container: Container): Container => withLimits(container, limits.get(container) ?? new Map());
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: pod.spec.containers.map(counted),
      ...(pod.spec.initContainers === undefined ? {} : { initContainers: pod.spec.initContainers.map(counted) }),
    },
    containers: pod.containers.map((each) => ({ ...each, container: counted(each.container) })),
  };
}
