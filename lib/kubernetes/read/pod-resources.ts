/**
 * What a pod asks for as a whole, as the scheduler and quotas count it.
 *
 * @see https://pkg.go.dev/k8s.io/component-helpers/resource#PodRequests and `SetDefaults_Pod` of Kubernetes
 */
import { type Nano, nanoOf } from '../../core';

/** Exact amounts by resource: `cpu`, `memory`, `nvidia.com/gpu`. */
export type Amounts = ReadonlyMap<string, Nano>;

type Quantities = Readonly<Record<string, string | number>>;

interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}

interface AskingContainer {
  readonly resources?: Resources;
  readonly restartPolicy?: string;
}

/** The spec of a pod, as far as its amounts are added up. */
export interface AskingPod {
  readonly containers?: readonly AskingContainer[];
  readonly initContainers?: readonly AskingContainer[];
  readonly overhead?: Quantities;
  readonly resources?: Resources;
}

type Combine = (a: Nano, b: Nano) => Nano;
export const plus: Combine = (a, b) => a + b;
export const larger: Combine = (a, b) => (a > b ? a : b);

/** Two lists of amounts, resource by resource; what one of them lacks counts as nothing. */
export function combine(a: Amounts, b: Amounts, how: Combine): Amounts {
  return new Map([...new Set([...a.keys(), ...b.keys()])].map((key) => [key, how(a.get(key) ?? 0n, b.get(key) ?? 0n)]));
}

/** What is no quantity counts as nothing: the server takes no such object. */
const amounts = (quantities: Quantities | undefined): Amounts =>
  new Map(Object.entries(quantities ?? {}).map(([resource, quantity]) => [resource, nanoOf(quantity) ?? 0n]));

/** A limit without a request is a request too; the server writes it so. */
const asked = ({ resources }: AskingContainer): Amounts => amounts({ ...resources?.limits, ...resources?.requests });

const allowed = ({ resources }: AskingContainer): Amounts => amounts(resources?.limits);

/**
 * The largest need of any moment: init containers run one after the other and beside the sidecars before them, then
 * the sidecars and all others stay.
 */
function ofContainers(
  { containers = [], initContainers = [] }: AskingPod,
  amountsOf: (container: AskingContainer) => Amounts,
): Amounts {
  let sidecars: Amounts = new Map();
  let peak: Amounts = new Map();
  for (const container of initContainers) {
    const moment = combine(sidecars, amountsOf(container), plus);
    peak = combine(peak, moment, larger);
    if (container.restartPolicy === 'Always') sidecars = moment;
  }
  const stay = containers.map(amountsOf).reduce((sum, next) => combine(sum, next, plus), sidecars);
  return combine(peak, stay, larger);
}

/** Resources that a pod may state as a whole; the server leaves all others to the containers. */
const isOfPods = ([resource]: readonly [resource: string, amount: Nano]): boolean =>
  resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');

/** What a pod states as a whole goes before its containers; a limit of its own is a request where nothing else is. */
export function podRequests(pod: AskingPod): Amounts {
  const ofAll = ofContainers(pod, asked);
  const limits = [...amounts(pod.resources?.limits)]
    .filter(isOfPods)
    .filter(([resource]) => !ofAll.has(resource) || resource.startsWith('hugepages-'));
  const requests = [...amounts(pod.resources?.requests)].filter(isOfPods);
  return combine(new Map([...ofAll, ...limits, ...requests]), amounts(pod.overhead), plus);
}

/** The overhead of a pod counts where it has a limit. */
export function podLimits(pod: AskingPod): Amounts {
  const stated = [...amounts(pod.resources?.limits)].filter(isOfPods);
  const overhead = amounts(pod.overhead);
  return new Map(
    [...ofContainers(pod, allowed), ...stated].map(([resource, amount]) => [
      resource,
      amount === 0n ? 0n : amount + (overhead.get(resource) ?? 0n),
    ]),
  );
}
