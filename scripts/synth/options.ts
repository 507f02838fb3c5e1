/** The command line of `npm run synth`. */
import { parseArgs } from 'node:util';
import { refuse, suggest } from '../../lib';

export interface SynthOptions {
  /** Names of the environments to render, in the order of the overlays. */
  readonly environments: readonly string[];
  /** Folder that holds one folder per environment. */
  readonly out: string;
  readonly json: boolean;
  /** Print the manifests instead of writing them, as `cdk8s synth --stdout` asks. */
  readonly help: boolean;
}

export const usage = `npm run synth -- [--env NAME]… [--out FOLDER] [--json]

  --env NAME    render this environment only; may be given several times (default: all)
  --out FOLDER  write there, one folder per environment (default: dist)
  --json        print a summary for machines instead of one for people

Exit status: 0 rendered · 1 refused, nothing was changed · 2 the command line is wrong`;

/** Wrong use of the command line: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line. `CDK8S_OUTDIR` is where `cdk8s synth --output` wants the files.
 *
 * @throws UsageError for an option that does not exist
 * @throws FaultError for an environment that does not exist
 */
export function readOptions(argv: readonly string[], known: readonly string[], variables: NodeJS.ProcessEnv): SynthOptions {
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...argv],
        options: { env: { type: 'string', multiple: true }, out: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
      }).values;
    } catch (error) {
      throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
  })();
  const wanted = parsed.env ?? known;
  for (const name of wanted) {
    if (!known.includes(name)) {
      refuse('UnknownEnvironment', '--env', `no overlay is called '${name}'`, { 'did you mean': suggest(name, known), allowed: known });
    }
  }
  return {
    environments: known.filter((name) => wanted.includes(name)),
    out: parsed.out ?? variables['CDK8S_OUTDIR'] ?? 'dist',
    json: parsed.json ?? false,
    help: parsed.help ?? false,
  };
}
