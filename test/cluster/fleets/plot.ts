/** Several environments on one control plane, with namespaces and nodes of their own: none sees another. */
import type { ClusterWideInput, EnvironmentInput, RenderedChart } from '../../../lib';
import { synthesise } from '../../../lib';
import { isReadInPlace } from '../../../lib/environment/store';
import type { Verdict } from './verdict';
import type { ControlPlane } from '../control-plane/control-plane';
import { machinesOf } from '../world/machines';
import type { Site } from '../world/world';
import { withRoom } from './verdict';

type Pool = EnvironmentInput['nodePools'][string];

/** Label that a team that shares a cluster puts on its own machines of a cloud; machines of one's own have names. */
const owner = 'example.com/pool';

function poolApart(pool: Pool, name: string, poolName: string): Pool {
  if (pool.on === 'cloud') return { ...pool, labels: { [owner]: `${name}-${poolName}` } };
  return { ...pool, nodes: typeof pool.nodes === 'number' ? pool.nodes : pool.nodes.map((node) => `${name}-${node}`) };
}

/** An address in the Service range of the control plane for the weights servers of the nth environment. */
function weightsAddress(name: string): string {
  const n = Number(/\d+$/.exec(name)?.[0] ?? 0);
  return `10.97.${Math.floor(n / 250)}.${1 + (n % 250)}`;
}

/** The same environment under another name that ends in a number, on namespaces, nodes and an address of its own. */
export const apart = (input: EnvironmentInput, name: string): EnvironmentInput => ({
  ...input,
  name,
  cluster: {
    ...(input.cluster as ClusterWideInput),
    namespaces: { serving: `${name}-serving`, store: `${name}-store` },
    weights: isReadInPlace(input.cluster.weights)
      ? input.cluster.weights
      : { ...input.cluster.weights, address: weightsAddress(name) },
  },
  nodePools: Object.fromEntries(
    Object.entries(input.nodePools).map(([poolName, pool]) => [poolName, poolApart(pool, name, poolName)]),
  ),
});

/** An environment that stands on its own nodes beside others, with what is drawn for it. */
export interface Plot extends Site {
  readonly charts: readonly RenderedChart[];
}

/**
 * Nodes as many as the environment says, manifests as the plan draws them, where need be for an environment with more.
 */
export function plotOf(input: EnvironmentInput, { environment }: Verdict, plane: ControlPlane): Plot {
  const drawn = withRoom(input);
  const { plan, charts } = synthesise(drawn);
  return { input: drawn, plan, charts, plane, machines: machinesOf(input, environment, `${input.name}-`) };
}
