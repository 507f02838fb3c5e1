/** Prints a first overlay for a live cluster; it only reads. */
import { gpus, instances } from '../../lib';
import { discover, refuse } from '../../lib/internal';
import { inventoryOfCluster } from '../cluster/inventory';
import { connect } from '../cluster/kubectl';
import type { Context, Exit, Parsed } from '../command';
import type { line } from './options';

/** Refuses a name that no environment can have. */
function requireName(name: string | undefined): void {
  if (name !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    refuse('BadName', '--name', `'${name}' is no name for an environment`, {
      allowed: 'a DNS label: lower-case letters, digits and inner hyphens',
    });
  }
}

/** Prints the overlay, and on standard error what to do with it. */
export function run(
  { values: { context, kubeconfig, name: wanted } }: Parsed<typeof line.options>,
  { console }: Context,
): Exit {
  requireName(wanted);
  const cluster = connect({ context, kubeconfig });
  const { name, source } = discover(cluster.context, inventoryOfCluster(cluster), { gpus, instances }, wanted);
  console.out(source.trimEnd());
  console.error(
    `Save it as overlays/${name}.ts and add it to overlays/index.ts, then: npm run preflight -- --env ${name} --context ${cluster.context}`,
  );
  return 0;
}
