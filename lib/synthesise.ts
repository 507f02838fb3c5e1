/**
 * The pipeline: environment → plan → charts → manifests → rules. The result is complete and passes every rule, or every
 * fault is reported.
 */
import { App } from 'cdk8s';
import { childPath, type Fault, FaultError } from './core';
import { type AnyEnvironmentInput, checkTogether, type Environment, EnvironmentReader } from './environment';
import { defaultEngines, type Engines } from './engines';
import { amend, manifestsOf, withMetadata } from './kubernetes/draw';
import type { Manifest, RenderedChart } from './kubernetes/read';
import { partOf, plan as planOf, type Plan } from './plan';
import { platform } from './platform';
import { judge, judgeChart } from './rules';

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
    manifests: manifestsOf(chart).map((manifest) => withMetadata(manifest, chart.objects)),
  }));
}

/** One environment; `faults` has the reason for what is missing. */
interface Attempt {
  readonly environment?: Environment;
  readonly synthesis?: Synthesis;
  readonly faults: readonly Fault[];
}

function attempt(input: unknown, reader: EnvironmentReader, engines: Engines): Attempt {
  const { environment, faults } = reader.read(input);
  if (environment === undefined) return { faults };
  try {
    const plan = planOf(environment);
    const { charts, drawn, faults: missed } = amended(draw(plan), environment);
    const found = [...missed, ...judge({ charts, drawn, plan, engines }, environment.exemptions)];
    return found.length > 0
      ? { environment, faults: found }
      : { environment, synthesis: { name: environment.name, plan, charts }, faults: [] };
  } catch (error) {
    if (error instanceof FaultError) return { environment, faults: error.faults };
    throw error;
  }
}

/** Charts before and after the user's amendments, which are part of what the rules judge. */
interface AmendedCharts {
  readonly charts: readonly RenderedChart[];
  readonly drawn: readonly RenderedChart[];
  readonly faults: readonly Fault[];
}

function amended(
  charts: readonly RenderedChart[],
  { name, amendments }: Environment,
  objects: 'all' | 'part' = 'all',
): AmendedCharts {
  const all = charts.flatMap((chart) => chart.manifests);
  const { manifests, drawn, faults } = amend(all, amendments, childPath(name, 'amendments'), objects);
  const charted = (list: readonly Manifest[]): readonly RenderedChart[] => {
    let next = 0;
    return charts.map((chart) => ({ ...chart, manifests: chart.manifests.map(() => list[next++] as Manifest) }));
  };
  return { charts: charted(manifests), drawn: charted(drawn), faults };
}

/**
 * Draws and judges one workload of a plan, for a controller: its chart alone, in milliseconds, where {@link synthesise}
 * takes seconds for a thousand of them. The chart is the same. What breaks a rule in one of its objects is found; what
 * such an object then does to other workloads, only `synthesise` reports.
 *
 * @param name name of a llama-server, or of whatever serves
 * @param engines those that the plan was made with. Default: those that Corral has
 * @throws FaultError with every fault of its objects; `UnknownWorkload` where the plan has no such workload
 */
export function synthesiseWorkload(plan: Plan, name: string, engines: Engines = defaultEngines): RenderedChart {
  const part = partOf(plan, name);
  const { environment } = part;
  const { charts, drawn, faults } = amended(draw(part), environment, 'part');
  const own = part.servers[0]?.chart ?? '';
  const found = [...faults, ...judgeChart({ charts, drawn, plan: part, engines }, own, environment.exemptions)];
  const chart = charts.find((each) => each.name === own);
  if (found.length > 0 || chart === undefined) throw new FaultError(found);
  return chart;
}

/**
 * Synthesises environments together, so that those that share a cluster are checked against each other.
 *
 * @param engines the engines that may serve. Default: those that Corral has
 * @throws FaultError with every fault of every environment
 */
export function synthesiseAll(
  inputs: readonly AnyEnvironmentInput[],
  engines: Engines = defaultEngines,
): readonly Synthesis[] {
  const reader = new EnvironmentReader(engines);
  const attempts = inputs.map((input) => attempt(input, reader, engines));
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
 * @param engines the engines that may serve. Default: those that Corral has
 * @throws FaultError with every fault
 */
export function synthesise(input: AnyEnvironmentInput, engines: Engines = defaultEngines): Synthesis {
  const [synthesis] = synthesiseAll([input], engines);
  if (synthesis === undefined) throw new RangeError('one environment gives one synthesis');
  return synthesis;
}
