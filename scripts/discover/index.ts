/** Prints a first overlay for a live cluster; it only reads. */
import { discover, gpus, instances } from '../../lib';
import { inventoryOfCluster } from '../cluster/inventory';
import { connect } from '../cluster/kubectl';
import { runCommand, type Console, type Exit } from '../command';
import { line, requireName } from './options';

/** Runs `npm run discover`. */
export const runDiscover = (argv: readonly string[], console: Console): Exit =>
  runCommand(line, argv, console, ({ values: { context, kubeconfig, name: wanted } }) => {
    requireName(wanted);
    const cluster = connect({ context, kubeconfig });
    const { name, source } = discover(cluster.context, inventoryOfCluster(cluster), { gpus, instances }, wanted);
    console.out(source.trimEnd());
    console.error(
      `Save it as overlays/${name}.ts and add it to overlays/index.ts, then: npm run preflight -- --env ${name} --context ${cluster.context}`,
    );
    return 0;
  });
