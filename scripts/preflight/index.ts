/** Compares an environment with the cluster that it is for, before anything is applied; it only reads. */
import { FaultError, formatDifference, neededFor, preflight, synthesise, type EnvironmentInput, type Preflight } from '../../lib';
import { inventoryFor } from '../cluster/inventory';
import { connect } from '../cluster/kubectl';
import type { Console } from '../synth';
import { UsageError } from '../synth/options';
import { readOptions, usage } from './options';

/** A comparison as people read it. */
function text({ environment, differences, unusable, unseen }: Preflight, context: string): string {
  const count = differences.length === 0 ? 'nothing differs' : `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  return [
    ...differences.map(formatDifference),
    ...(differences.length === 0 ? [] : ['']),
    `${environment} on context ${context}: ${count}`,
    ...(unusable.length === 0 ? [] : ['Nodes that no pool can use:', ...unusable.map((each) => `  ${each}`)]),
    ...(unseen.length === 0 ? [] : ['Not seen:', ...unseen.map((each) => `  ${each}`)]),
  ].join('\n');
}

/** Runs `npm run preflight` and returns its exit status: 0 nothing differs, 1 something does, 2 refused. */
export function runPreflight(all: readonly EnvironmentInput[], argv: readonly string[], { out, error }: Console): number {
  try {
    const options = readOptions(argv, all.map(({ name }) => name));
    if (options === undefined) {
      out(usage);
      return 0;
    }
    const [input] = all.filter(({ name }) => name === options.environment);
    if (input === undefined) throw new RangeError(`${options.environment} was known and is not there`);
    const synthesis = synthesise(input);
    const cluster = connect(options);
    const found = preflight({ synthesis, inventory: inventoryFor(cluster, neededFor(synthesis)) });
    out(options.json ? JSON.stringify({ context: cluster.context, ...found }, null, 2) : text(found, cluster.context));
    return found.differences.length === 0 ? 0 : 1;
  } catch (problem) {
    if (!(problem instanceof UsageError) && !(problem instanceof FaultError)) throw problem;
    error(problem.message);
    return 2;
  }
}
