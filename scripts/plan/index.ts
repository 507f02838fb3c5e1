/** Plans environments and prints what is proven of them, or why they are refused. */
import { FaultError, parseEnvironment, plan, type EnvironmentInput, type Plan } from '../../lib';
import type { Console } from '../synth';
import { UsageError } from '../synth/options';
import { costsText } from './cost';
import { explain, findWorkloads } from './explain';
import { budgetsText, modelsText, quotaText, rolloutsText } from './models';
import { readOptions, usage } from './options';
import { disruptionText, foundByNamesText, poolsText } from './pools';
import { summarise, summariseWorkload } from './summary';

/** A plan as people read it. */
export const planText = (planned: Plan): string => [
  `${planned.environment.name}: everything that is promised a place has one in every order of arrival.\n`,
  poolsText(planned), foundByNamesText(planned), modelsText(planned), rolloutsText(planned), disruptionText(planned), budgetsText(planned), quotaText(planned), costsText(planned),
].filter((text) => text !== '').join('\n');

function planned(input: EnvironmentInput): Plan {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
}

/** Plans several; the faults of all are told together. */
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

/** Runs `npm run plan` and returns its exit status: 0 everything fits, 1 refused, 2 wrong command line. */
export function printPlans(all: readonly EnvironmentInput[], argv: readonly string[], { out, error }: Console): number {
  try {
    const options = readOptions(argv, all.map(({ name }) => name));
    if (options.help) {
      out(usage);
      return 0;
    }
    const plans = planAll(all.filter(({ name }) => options.environments.includes(name)));
    const found = options.explain === undefined ? undefined : findWorkloads(plans, options.explain);
    if (options.json) out(JSON.stringify(found?.map(summariseWorkload) ?? plans.map(summarise), null, 2));
    else out((found?.map(explain) ?? plans.map(planText)).join('\n\n'));
    return 0;
  } catch (problem) {
    if (problem instanceof UsageError) {
      error(problem.message);
      return 2;
    }
    if (problem instanceof FaultError) {
      error(`${problem.message}\n\n${problem.faults.length} ${problem.faults.length === 1 ? 'fault' : 'faults'}.`);
      return 1;
    }
    throw problem;
  }
}
