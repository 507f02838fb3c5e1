/** Prints a first overlay for a live cluster; it only reads. */
import { discover, FaultError, gpus, instances } from '../../lib';
import { inventoryOfCluster } from '../cluster/inventory';
import { connect } from '../cluster/kubectl';
import type { Console } from '../synth';
import { UsageError } from '../synth/options';
import { readOptions, usage } from './options';

/** Runs `npm run discover` and returns its exit status: 0 printed, 2 refused. */
export function runDiscover(argv: readonly string[], { out, error }: Console): number {
  try {
    const options = readOptions(argv);
    if (options === undefined) {
      out(usage);
      return 0;
    }
    const cluster = connect(options);
    const { name, source } = discover(cluster.context, inventoryOfCluster(cluster), { gpus, instances }, options.name);
    out(source.trimEnd());
    error(`overlays/${name}.ts is where it belongs; add it to overlays/index.ts, then: npm run preflight -- --env ${name} --context ${cluster.context}`);
    return 0;
  } catch (problem) {
    if (!(problem instanceof UsageError) && !(problem instanceof FaultError)) throw problem;
    error(problem.message);
    return 2;
  }
}
