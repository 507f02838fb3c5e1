/** What the rules are given. */
import type { RenderedChart } from '../kubernetes/read';
import type { Engines } from '../engines';
import type { Plan } from '../plan';

/** What is judged: every chart of an environment, and what the plan promised. */
export interface RuleInput {
  readonly charts: readonly RenderedChart[];
  /** The charts before amendments. @default - as they are judged */
  readonly drawn?: readonly RenderedChart[];
  readonly plan: Pick<Plan, 'environment' | 'servers' | 'loaders' | 'support' | 'gateway' | 'shutdown'>;
  /** @default - those that Corral has */
  readonly engines?: Engines;
}
