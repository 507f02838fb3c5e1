/** What a rule is: a question to the final manifests, and what it says when the answer is no. */
import type { Manifest } from '../kubernetes/read';
import type { Evidence } from './evidence';

/** One place where the manifests break a rule. */
export interface Finding {
  readonly manifest: Manifest;
  /** Path inside the object: `spec.template.spec.containers[0].image`. */
  readonly field: string;
  /** What is there, with its value: one clause. */
  readonly found: string;
  /** How to fix it. */
  readonly fix: string;
}

/** A rule over the final manifests of an environment. */
export interface Rule {
  /** Stable name in kebab-case: exemptions name it, and in PascalCase it is the code of its faults. */
  readonly name: string;
  /** The promise, in one sentence. */
  readonly promise: string;
  /** Whether the API server or a controller enforces or shows the same, or why neither does. */
  readonly cluster: string;
  readonly check: (evidence: Evidence) => readonly Finding[];
}

/** A value as a finding quotes it: text in quotes, the rest as JSON, `nothing` where there is none. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
