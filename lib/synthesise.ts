/**
 * The pipeline: environment → plan → charts → manifests → rules. The result is complete and passes every rule, or every
 * fault is reported.
 */
import { App } from 'cdk8s';
import { FaultError, type Fault } from './core/fault';
import { childPath } from './core/path';
import { parseEnvironment } from './environment/complete';
import { checkTogether } from './environment/together';
import type { Environment, EnvironmentInput } from './environment/environment';
import { amend } from './kubernetes/draw/amend';
import type { Manifest, RenderedChart } from './kubernetes/read/manifest';
import { manifestsOf } from './kubernetes/draw/serialise';
import { plan as planOf } from './plan';
import type { Plan } from './plan/plan';
import { platform } from './platform';
import { judge } from './rules/judge';

/** An environment, planned, drawn and judged. Render, Pulumi, GitOps, diff and report all start from it. */
export interface Synthesis {
  /** Name of the environment. */
  readonly name: string;
  readonly plan: Plan;
  readonly charts: readonly RenderedChart[];
}

/** Draws a plan: one App, one walk. */
export function draw(plan: Plan): readonly RenderedChart[] {
  const app = new App();
  return platform(app, plan).map((chart) => ({
    name: chart.node.id,
    wave: chart.wave,
    manifests: manifestsOf(chart),
  }));
}

/** One environment; `faults` has the reason for what is missing. */
interface Attempt {
  readonly environment?: Environment;
  readonly synthesis?: Synthesis;
  readonly faults: readonly Fault[];
}

function attempt(input: unknown): Attempt {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) return { faults };
  try {
    const plan = planOf(environment);
    const drawn = draw(plan);
    const { charts, faults: missed } = amended(drawn, environment);
    const found = [...missed, ...judge({ charts, drawn, plan }, environment.exemptions)];
    return found.length > 0
      ? { environment, faults: found }
      : { environment, synthesis: { name: environment.name, plan, charts }, faults: [] };
  } catch (error) {
    if (error instanceof FaultError) return { environment, faults: error.faults };
    throw error;
  }
}

/** Charts with the user's amendments, which are part of what the rules judge. */
function amended(
  charts: readonly RenderedChart[],
  { name, amendments }: Environment,
): { readonly charts: readonly RenderedChart[]; readonly faults: readonly Fault[] } {
  const { manifests, faults } = amend(
    charts.flatMap((chart) => chart.manifests),
    amendments,
    childPath(name, 'amendments'),
  );
  let next = 0;
  return {
    charts: charts.map((chart) => ({ ...chart, manifests: chart.manifests.map(() => manifests[next++] as Manifest) })),
    faults,
  };
}

/**
 * Synthesises environments together, so that those that share a cluster are checked against each other.
 *
 * @throws FaultError with every fault of every environment
 */
export function synthesiseAll(inputs: readonly EnvironmentInput[]): readonly Synthesis[] {
  const attempts = inputs.map(attempt);
  const syntheses = attempts.flatMap(({ synthesis }) => (synthesis === undefined ? [] : [synthesis]));
  const faults = [
    ...attempts.flatMap((each) => each.faults),
    ...checkTogether(attempts.flatMap(({ environment }) => environment ?? [])),
  ];
  if (faults.length > 0) throw new FaultError(faults);
  return syntheses;
}

/**
 * Synthesises one environment.
 *
 * @throws FaultError with every fault
 */
export function synthesise(input: EnvironmentInput): Synthesis {
  const [synthesis] = synthesiseAll([input]);
  if (synthesis === undefined) throw new RangeError('one environment gives one synthesis');
  return synthesis;
}
