/** Plans environments and prints what is proven of them, or why they are refused. */
import { FaultError, parseEnvironment, plan, type EnvironmentInput, type Plan } from '../../lib';
import { namedEnvironments, plain, type Context, type Exit, type Layout, type Parsed } from '../command';
import { adaptedText } from './adapted';
import { backupText } from './backup';
import { cachesText } from './caches';
import { costsText } from './cost';
import { databasesText } from './databases';
import { explain, findWorkloads } from './explain';
import { gatewayText } from './gateway';
import { budgetsText, modelsText, quotaText, rolloutsText } from './models';
import type { line } from './options';
import { disruptionText, foundByNamesText, gpusFromDocumentsText, poolsText, weakenedText } from './pools';
import { summarise, summariseWorkload } from './summary';

/** A plan as people read it. */
export const planText = (planned: Plan, layout: Layout): string =>
  [
    `${planned.environment.name}: all required pods fit, in any scheduling order.\n`,
    ...[
      weakenedText,
      adaptedText,
      poolsText,
      gpusFromDocumentsText,
      foundByNamesText,
      modelsText,
      gatewayText,
      databasesText,
      cachesText,
      backupText,
      rolloutsText,
      disruptionText,
      budgetsText,
      quotaText,
      costsText,
    ].map((text) => text(planned, layout)),
  ]
    .filter((text) => text !== '')
    .join('\n');

function planned(input: EnvironmentInput): Plan {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
}

/** Plans several; the faults of all are reported together. */
function planAll(inputs: readonly EnvironmentInput[]): readonly Plan[] {
  const attempts = inputs.map((input) => {
    try {
      return { plan: planned(input), faults: [] };
    } catch (error) {
      if (error instanceof FaultError) return { faults: error.faults };
      throw error;
    }
  });
  const faults = attempts.flatMap((attempt) => attempt.faults);
  if (faults.length > 0) throw new FaultError(faults);
  return attempts.flatMap((attempt) => attempt.plan ?? []);
}

/** Prints the plans of the named environments, or how the numbers of one model are computed. */
export function run(
  { values: { env, explain: wanted, json } }: Parsed<typeof line.options>,
  { environments, console }: Context,
): Exit {
  const plans = planAll(namedEnvironments(environments, env));
  const found = wanted === undefined ? undefined : findWorkloads(plans, wanted);
  if (json) console.out(JSON.stringify(found?.map(summariseWorkload) ?? plans.map(summarise), null, 2));
  else console.out((found?.map(explain) ?? plans.map((each) => planText(each, console.layout ?? plain))).join('\n\n'));
  return 0;
}
