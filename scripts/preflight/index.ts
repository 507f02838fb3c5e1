/** Compares an environment with the cluster that it is for, before anything is applied; it only reads. */
import { synthesise } from '../../lib';
import { counted, formatDifference, neededFor, preflight, type Preflight } from '../../lib/internal';
import { inventoryFor } from '../cluster/inventory';
import { connect } from '../cluster/kubectl';
import { namedEnvironments, type Context, type Exit, type Parsed } from '../command';
import type { line } from './options';

/** A comparison as people read it. */
function text({ environment, differences, unusable, unseen }: Preflight, context: string): string {
  const count = differences.length === 0 ? 'nothing differs' : counted(differences.length, 'difference');
  return [
    ...differences.map(formatDifference),
    ...(differences.length === 0 ? [] : ['']),
    `${environment} on context ${context}: ${count}`,
    ...(unusable.length === 0 ? [] : ['Nodes that no pool can use:', ...unusable.map((each) => `  ${each}`)]),
    ...(unseen.length === 0 ? [] : ['Not seen:', ...unseen.map((each) => `  ${each}`)]),
  ].join('\n');
}

/** Compares the environment with its cluster. */
export function run(
  { values: { env, context, kubeconfig, json } }: Parsed<typeof line.options>,
  { environments, console }: Context,
): Exit {
  const [input] = namedEnvironments(environments, [env]);
  if (input === undefined) throw new RangeError(`${env} was known and is not there`);
  const synthesis = synthesise(input);
  const cluster = connect({ context, kubeconfig });
  const found = preflight({ synthesis, inventory: inventoryFor(cluster, neededFor(synthesis)) });
  console.out(json ? JSON.stringify({ context: cluster.context, ...found }, null, 2) : text(found, cluster.context));
  return found.differences.length === 0 ? 0 : 1;
}
