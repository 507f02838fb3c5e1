/** Renders environments into a folder and reports what they hold; refuses all of them when one is wrong. */
import { join } from 'node:path';
import { files, synthesiseAll, type EnvironmentInput } from '../../lib';
import { namedEnvironments, runCommand, type Console, type Exit } from '../command';
import { requireFree, writeFolder } from './folder';
import { line } from './options';
import { summarise, summaryText } from './summary';

/**
 * Runs `npm run synth`.
 *
 * @param variables - of the process; `CDK8S_OUTDIR` is where `cdk8s synth --output` wants the files
 */
export const synth = (
  all: readonly EnvironmentInput[],
  argv: readonly string[],
  variables: NodeJS.ProcessEnv,
  console: Console,
): Exit =>
  runCommand(
    line,
    argv,
    console,
    ({ values: { env, out, json } }) => {
      const folder = out ?? variables['CDK8S_OUTDIR'] ?? 'dist';
      requireFree(folder);
      const syntheses = synthesiseAll(namedEnvironments(all, env));
      for (const synthesis of syntheses) writeFolder(join(folder, synthesis.name), files(synthesis));
      const summaries = syntheses.map((synthesis) => summarise(synthesis, join(folder, synthesis.name)));
      console.out(json ? JSON.stringify(summaries, null, 2) : summaryText(summaries));
      return 0;
    },
    variables,
  );
