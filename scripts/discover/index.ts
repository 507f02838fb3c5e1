/** Prints a first overlay for a live cluster; it only reads. */
import { FaultError, gpus, instances, type Fault } from '../../lib';
import { discover, type Inventory, refuse } from '../../lib/internal';
import { inventoryOfCluster, inventoryOfNamespace } from '../cluster/inventory';
import { type Cluster, connect } from '../cluster/kubectl';
import type { Context, Exit, Parsed } from '../command';
import type { line } from './options';

/** Refuses a name that no environment, or no namespace, can have. */
function requireName(option: string, name: string | undefined, what: string): void {
  if (name !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    refuse('BadName', option, `'${name}' is no name for ${what}`, {
      allowed: 'a DNS label: lower-case letters, digits and inner hyphens',
    });
  }
}

const ownNamespace = 'with rights in one namespace: --namespace NAME';

const withOwnNamespace = (each: Fault): Fault =>
  each.code !== 'RightsMissing'
    ? each
    : {
        ...each,
        remedies: each.remedies.map(({ label, options }) => ({ label, options: [...options, ownNamespace] })),
      };

/** Reads the cluster; who may not is shown how to read one namespace. */
function inventoryFor(cluster: Cluster, namespace: string | undefined): Inventory {
  if (namespace !== undefined) return inventoryOfNamespace(cluster, namespace);
  try {
    return inventoryOfCluster(cluster);
  } catch (error) {
    throw error instanceof FaultError ? new FaultError(error.faults.map(withOwnNamespace)) : error;
  }
}

/** What a user with rights in one namespace could not see, and how to see it. */
const unseenText = ({ unread }: Inventory): readonly string[] =>
  unread.length === 0
    ? []
    : [
        `Not seen, because you may not list them: ${unread.join(', ')}`,
        '  fix: fill in what the comments ask for, or have the ClusterRole of docs/how-to/preflight.md bound to you and run this again',
      ];

/** Prints the overlay, and on standard error what to do with it. */
export function run(
  { values: { context, kubeconfig, name: wanted, namespace } }: Parsed<typeof line.options>,
  { console }: Context,
): Exit {
  requireName('--name', wanted, 'an environment');
  requireName('--namespace', namespace, 'a namespace');
  const cluster = connect({ context, kubeconfig });
  const inventory = inventoryFor(cluster, namespace);
  const { name, source } = discover(cluster.context, inventory, { gpus, instances }, wanted ?? namespace, namespace);
  console.out(source.trimEnd());
  for (const each of unseenText(inventory)) console.error(each);
  console.error(
    `Save it as overlays/${name}.ts and add it to overlays/index.ts, then: npm run preflight -- --env ${name} --context ${cluster.context}`,
  );
  return 0;
}
