/**
 * A first overlay for a live cluster, as TypeScript: what is seen is written, what cannot be seen is asked for in a
 * comment. Pure.
 */
import { refuse, slug } from '../core';
import { type Inventory, karpenterPools } from '../inventory';
import { clusterName, clusterOf, deliveryOf } from './cluster';
import { firstModel } from './first-model';
import type { LeftOut } from './found-pool';
import { withoutNodes } from './karpenter';
import { namespacedStore, unseenComment, unseenPool } from './namespace';
import { catalogOf } from './pool-gpu';
import { foundPools, type Catalogs, type FoundPools } from './pools';
import { commented, printed, type Field, type Fields } from './source';
import { foundStore, type FoundStore } from './store';

const leftOutText = ({ nodes, because }: LeftOut): string => `${nodes.map(({ name }) => name).join(', ')}: ${because}`;

/** Lines of a comment for nodes that serve another purpose too. */
const sharedText = (left: LeftOut): string =>
  `Check: no other node can be used, but these nodes also have another purpose: ${leftOutText(left)}`;

/** Lines of a comment for GPU units of nodes that are in a pool. */
const unitsText = ({ nodes, because }: LeftOut): string =>
  `Left to others: on ${nodes.map(({ name }) => name).join(', ')}: ${because}`;

function nodePools({ pools, leftOut, shared, leftUnits }: FoundPools, inventory: Inventory): Field {
  return {
    key: 'nodePools',
    comments: [
      'A pool that has no node now is not found',
      ...withoutNodes(karpenterPools(inventory), inventory.nodes),
      ...leftOut.map((left) => `Not in a pool: ${leftOutText(left)}`),
      ...leftUnits.map(unitsText),
      ...shared.map(sharedText),
    ],
    value: { fields: pools.map(({ name, value }) => ({ key: name, value })) },
  };
}

/** `rack-1` → `rack1`. */
const variable = (name: string): string => {
  const camel = name.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return /^[a-z]/.test(camel) ? camel : `on${camel}`;
};

const entries = <T>(list: readonly (readonly [string, T] | undefined)[]): ReadonlyMap<string, T> =>
  new Map(list.filter((each) => each !== undefined));

/** Sizes that the text names. */
const unitsIn = (text: string): readonly string[] => ['gib', 'mib'].filter((unit) => text.includes(`${unit}(`));

/** What is written, and under which name. */
export interface FirstOverlay {
  /** Name of the environment: `overlays/<name>.ts` is where it belongs. */
  readonly name: string;
  readonly source: string;
}

/** What can be made of nodes; with rights in one namespace they may be unknown. */
function poolsOf(inventory: Inventory, catalogs: Catalogs, namespace: string | undefined): FoundPools {
  return namespace !== undefined && inventory.isUnread('Node')
    ? { pools: [unseenPool(inventory)], leftOut: [], shared: [], leftUnits: [] }
    : foundPools(inventory.nodes, catalogs, karpenterPools(inventory));
}

const storeOf = (inventory: Inventory, { pools }: FoundPools, namespace: string | undefined): FoundStore =>
  namespace === undefined
    ? foundStore(
        inventory,
        pools.reduce((sum, { nodes }) => sum + nodes.length, 0),
      )
    : { weights: namespacedStore(inventory, namespace), prerequisites: [] };

/**
 * Writes a first overlay.
 *
 * @param name - of the environment. Default: the cluster's, from its context
 * @param namespace - the one where the rights of the user end. Default: none, so the whole cluster is read
 * @throws FaultError `NothingToDiscover` when no pool can be made of any node
 */
export function discover(
  context: string,
  inventory: Inventory,
  catalogs: Catalogs,
  name = clusterName(context),
  namespace?: string,
): FirstOverlay {
  const found = poolsOf(inventory, catalogs, namespace);
  const { pools, leftOut } = found;
  if (pools.length === 0) {
    return refuse(
      'NothingToDiscover',
      `context ${context}`,
      ['it has no node that can be part of a pool', ...leftOut.map(leftOutText)].join('; '),
      {
        fix: 'start a node of each pool, then run this command again',
      },
    );
  }
  const { weights, prerequisites } = storeOf(inventory, found, namespace);
  const environment: Fields = {
    fields: [
      { key: 'name', value: name, comments: unseenComment(inventory) },
      deliveryOf(inventory),
      {
        key: 'catalog',
        value: catalogOf(
          entries(pools.map(({ gpuAddition }) => gpuAddition)),
          entries(pools.map(({ instanceAddition }) => instanceAddition)),
        ),
      },
      ...(prerequisites.length === 0 ? [] : [{ key: 'prerequisites', value: prerequisites }]),
      {
        key: 'cluster',
        value: clusterOf(
          context,
          inventory,
          weights,
          pools.some(({ gpus }) => gpus > 0),
          namespace,
        ),
      },
      nodePools(found, inventory),
      ...[firstModel(pools)].filter((field) => field !== undefined),
    ],
  };
  // A catalogue that stands for itself is written in short.
  const text = printed(environment).replace(/^ {2}catalog: catalog,$/m, '  catalog,');
  return {
    name,
    source: `/** Written by \`npm run discover\` from context ${commented(context)}. Work through the comments; then \`npm run preflight -- --env ${name}\` compares it with the cluster. */
import { ${['defineEnvironment', ...unitsIn(text)].join(', ')} } from 'corral';
import { catalog } from './base';

export const ${variable(slug(name))} = defineEnvironment(${text});
`,
  };
}
