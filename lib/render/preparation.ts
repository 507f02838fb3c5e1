/** What must be done outside the manifests. */

/** One thing to do, with the commands that do it. */
export interface Preparation {
  readonly what: string;
  /** Whether it needs what the environment makes, and so comes after it. @default - before */
  readonly when?: 'after';
  readonly commands: readonly string[];
}
