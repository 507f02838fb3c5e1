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
  readonly difference: Difference;
}

export interface Facts {
  readonly plan: Plan;
  readonly charts: readonly RenderedChart[];
  readonly manifests: readonly Manifest[];
  readonly matrix: GroupMatrix;
  readonly before?: ReportComparison;
}

export function factsOf({ plan, charts }: Synthesis, before?: ReportComparison): Facts {
  const manifests = charts.flatMap((chart) => chart.manifests);
  return { plan, charts, manifests, matrix: groupMatrix(manifests), before };
}
