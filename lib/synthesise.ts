/** The pipeline: environment → plan → charts → manifests → rules. What leaves it is whole and judged, or every fault is told. */
import { App, ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { FaultError, type Fault } from './core/fault';
import { parseEnvironment } from './environment/complete';
import { checkTogether } from './environment/together';
import type { EnvironmentInput } from './environment/environment';
import type { Manifest, RenderedChart } from './kubernetes/manifest';
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

/** Order of kinds in a chart: what others refer to comes first. Kinds that are not listed stand between, by name. */
const firstKinds = [
  'Namespace', 'PriorityClass', 'RuntimeClass', 'StorageClass', 'PersistentVolume', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role',
  'RoleBinding', 'NetworkPolicy', 'ConfigMap', 'PersistentVolumeClaim', 'Service',
];

function kindRank(kind: string): number {
  const place = firstKinds.indexOf(kind);
  return place === -1 ? firstKinds.length : place;
}

/** By kind, then namespace and name: independent of the order in which constructs were added. */
function inOrder(a: Manifest, b: Manifest): number {
  const key = ({ kind, metadata: { namespace = '', name } }: Manifest) => `${kind}/${namespace}/${name}`;
  return kindRank(a.kind) - kindRank(b.kind) || (key(a) < key(b) ? -1 : 1);
}

/** The objects below a construct, each serialised once. */
function manifestsOf(construct: IConstruct, into: Manifest[] = []): Manifest[] {
  if (ApiObject.isApiObject(construct)) into.push(construct.toJson() as Manifest);
  for (const child of construct.node.children) manifestsOf(child, into);
  return into;
}

/** Draws a plan: one App, one walk. `app.synth()` prepares the whole tree again for every chart, which is quadratic. */
export function draw(plan: Plan): readonly RenderedChart[] {
  const app = new App();
  return platform(app, plan).map((chart) => ({
    name: chart.node.id,
    wave: chart.wave,
    manifests: manifestsOf(chart as Construct).sort(inOrder),
  }));
}

/** One environment: what is missing in `synthesis` is told in `faults`. */
interface Attempt {
  readonly synthesis?: Synthesis;
  readonly faults: readonly Fault[];
}

function attempt(input: unknown): Attempt {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) return { faults };
  try {
    const plan = planOf(environment);
    const charts = draw(plan);
    const findings = judge({ charts, plan }, environment.exemptions);
    return findings.length > 0 ? { faults: findings } : { synthesis: { name: environment.name, plan, charts }, faults: [] };
  } catch (error) {
    if (error instanceof FaultError) return { faults: error.faults };
    throw error;
  }
}

/**
 * Synthesises environments together, so that those that share a cluster are checked against each other.
 *
 * @throws FaultError with every fault of every environment
 */
export function synthesiseAll(inputs: readonly EnvironmentInput[]): readonly Synthesis[] {
  const attempts = inputs.map(attempt);
  const syntheses = attempts.flatMap(({ synthesis }) => (synthesis === undefined ? [] : [synthesis]));
  const faults = [...attempts.flatMap((each) => each.faults), ...checkTogether(syntheses.map(({ plan }) => plan.environment))];
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
