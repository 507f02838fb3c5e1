/** What the plan says of an environment, as far as a scheduler can agree or disagree with it. */
import { FaultError, type EnvironmentInput } from '../../../lib';
import type { Fault } from '../../../lib/core/fault';
import { parseEnvironment } from '../../../lib/environment/complete';
import type { Environment } from '../../../lib/environment/environment';
import { planFaults } from '../../../lib/plan/plan-environment';

export interface Verdict {
  readonly fits: 'in every order' | 'in some order' | 'never' | 'unproven';
  readonly environment: Environment;
  /** Sentences of the plan, with what they are about. */
  readonly faults: readonly Fault[];
}

/** The gravest first: what one neighbourhood of pools lacks is not fixed by another. */
const grave = [
  ['NeverFits', 'never'],
  ['FitUnproven', 'unproven'],
  ['FitsOnlyInSomeOrder', 'in some order'],
] as const;

/**
 * @throws FaultError where the environment is refused for another reason than room: the generator is not honest then
 */
export function verdictOf(input: EnvironmentInput): Verdict {
  const { environment, faults: written } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(written);
  const faults = planFaults(environment);
  const others = faults.filter(({ code }) => !grave.some(([known]) => known === code));
  if (others.length > 0) throw new FaultError(others);
  const [, fits = 'in every order'] = grave.find(([code]) => faults.some((each) => each.code === code)) ?? [];
  return { fits, environment, faults };
}

type Pool = EnvironmentInput['nodePools'][string];

/** A pool with some nodes more. */
function roomierPool(pool: Pool, more: number): Pool {
  if (pool.on === 'cloud') return { ...pool, nodes: { ...pool.nodes, max: pool.nodes.max + more } };
  const { nodes } = pool;
  return {
    ...pool,
    nodes:
      typeof nodes === 'number'
        ? nodes + more
        : [...nodes, ...Array.from({ length: more }, (_, i) => `${nodes[0] ?? ''}-more-${i}`)],
  };
}

/** Most nodes that are added: each workload of the generator fits on fewer. */
const most = 64;

/**
 * The same workloads with enough nodes for the plan to accept them: how a refused environment gets manifests all the
 * same.
 */
export function withRoom(input: EnvironmentInput): EnvironmentInput {
  for (let more = 0; more <= most; more = Math.max(1, more * 2)) {
    const roomier = {
      ...input,
      nodePools: Object.fromEntries(
        Object.entries(input.nodePools).map(([name, pool]) => [name, roomierPool(pool, more)]),
      ),
    };
    if (verdictOf(roomier).fits === 'in every order') return roomier;
  }
  throw new RangeError(`${input.name} does not fit with ${most} nodes more in every pool`);
}
