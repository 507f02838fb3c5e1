/** Writes the pages of environments, and an index of them. */
import { join } from 'node:path';
import {
  difference,
  planFacts,
  report,
  reportOverview,
  type ReportComparison,
  synthesiseAll,
  type Synthesis,
} from '../../lib';
import { namedEnvironments, type Context, type Exit, type Parsed } from '../command';
import { sideFor, sidesOf, type Named } from '../diff/sides';
import { requireFree } from '../synth/folder';
import { fileOf, indexFile, writePages } from './folder';
import type { line } from './options';

/** What differs from the other revision. An environment that it does not have is compared with nothing. */
function comparison({ name, charts, plan }: Synthesis, against: string, sides: Named): ReportComparison {
  const before = sideFor(sides, name);
  return {
    name: against,
    plan: before.plan,
    charts: before.charts,
    difference: difference(before, { name, charts, facts: planFacts(plan) }),
  };
}

/** Writes a page for each of the named environments. */
export function run(
  { values: { env, out = 'report', against } }: Parsed<typeof line.options>,
  { environments, source, console }: Context,
): Exit {
  requireFree(out);
  const syntheses = synthesiseAll(namedEnvironments(environments, env));
  const sides = against === undefined ? undefined : sidesOf(against, environments, source);
  const pages = syntheses.map((synthesis) => {
    const before = sides && against !== undefined ? comparison(synthesis, against, sides) : undefined;
    return [fileOf(synthesis.name), report(synthesis, before)] as const;
  });
  const all = [...pages, [indexFile, reportOverview(syntheses, fileOf)] as const];
  writePages(out, new Map(all));
  console.out(
    all.map(([file, text]) => `${join(out, file)}  ${Math.ceil(Buffer.byteLength(text) / 1024)} KiB`).join('\n'),
  );
  return 0;
}
