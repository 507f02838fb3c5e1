/** Renders environments into a folder and reports what they hold; refuses all of them when one is wrong. */
import { join } from 'node:path';
import { files, synthesiseAll } from '../../lib';
import { namedEnvironments, type Context, type Exit, type Parsed } from '../command';
import { requireFree, writeFolder } from './folder';
import type { line } from './options';
import { summarise, summaryText } from './summary';

/** Renders the named environments. `cdk8s synth --output` sets `CDK8S_OUTDIR`. */
export function run(
  { values: { env, out, json } }: Parsed<typeof line.options>,
  { environments, variables, console }: Context,
): Exit {
  const folder = out ?? variables['CDK8S_OUTDIR'] ?? 'dist';
  requireFree(folder);
  const syntheses = synthesiseAll(namedEnvironments(environments, env));
  for (const synthesis of syntheses) writeFolder(join(folder, synthesis.name), files(synthesis));
  const summaries = syntheses.map((synthesis) => summarise(synthesis, join(folder, synthesis.name)));
  console.out(json ? JSON.stringify(summaries, null, 2) : summaryText(summaries));
  return 0;
}
