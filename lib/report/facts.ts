/** What the sections of a report read: the plan, the objects, and which ends may connect. */
import type { Difference } from '../diff';
import type { Manifest, RenderedChart } from '../kubernetes/read';
import type { Plan } from '../plan';
import { groupMatrix, type GroupMatrix } from '../reachability';
import type { Synthesis } from '../synthesise';

/** The revision before, and what differs from it. */
export interface ReportComparison {
  /** How the revision is called: `main`. */
  readonly name: string;
  /** Its plan. @default - not known: it was read from rendered files, or made by other code */
  readonly plan?: Plan;
  /** Its objects. @default [] */
  readonly charts?: readonly RenderedChart[];
  readonly difference: Difference;
}

export interface Facts {
  readonly plan: Plan;
  readonly charts: readonly RenderedChart[];
  readonly manifests: readonly Manifest[];
  readonly matrix: GroupMatrix;
  readonly before?: FormerFacts;
}

/** The revision before. */
export interface FormerFacts {
  readonly name: string;
  readonly difference: Difference;
  /** What it states itself; absent where its plan is not known. */
  readonly facts?: Facts;
}

function own(plan: Plan, charts: readonly RenderedChart[], before?: FormerFacts): Facts {
  const manifests = charts.flatMap((chart) => chart.manifests);
  let matrix: GroupMatrix | undefined;
  return {
    plan,
    charts,
    manifests,
    before,
    get matrix() {
      return (matrix ??= groupMatrix(manifests));
    },
  };
}

function formerFacts({ name, difference, plan, charts = [] }: ReportComparison): FormerFacts {
  return { name, difference, facts: plan && own(plan, charts) };
}

export const factsOf = ({ plan, charts }: Synthesis, before?: ReportComparison): Facts =>
  own(plan, charts, before && formerFacts(before));
