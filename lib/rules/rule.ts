/** What a rule is: a question to the final manifests, and what it says when the answer is no. */
import type { Manifest, RenderedChart } from '../kubernetes/manifest';
import type { Plan } from '../plan/plan';

/** What a rule judges. */
export interface RuleInput {
  readonly charts: readonly RenderedChart[];
  readonly plan: Plan;
}

/** One place where the manifests break a rule. */
export interface Finding {
  readonly manifest: Manifest;
  /** Path inside the object: `spec.template.spec.containers[0].image`. */
  readonly field: string;
  /** What is there, with its value: one clause. */
  readonly found: string;
  /** How to mend it. */
  readonly mend: string;
}

/** A rule over the final manifests of an environment. */
export interface Rule {
  /** Stable name in kebab-case: exemptions and findings use it. */
  readonly name: string;
  /** The promise, in one sentence. */
  readonly promise: string;
  /** Whether the API server or a controller enforces or shows the same, or why neither does. */
  readonly cluster: string;
  readonly check: (input: RuleInput) => readonly Finding[];
}
