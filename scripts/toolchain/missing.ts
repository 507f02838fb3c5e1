/**
 * Components that a preparation could not obtain, in an environment variable, so that no test process tries to build
 * them again.
 */

/** Why a component is not there: its build failed, or there was no time left to start it. */
export interface Missing {
  readonly name: string;
  readonly why: 'failed' | 'skipped';
  /** One sentence that names the component. */
  readonly sentence: string;
}

/**
 * Environment variable with JSON of a list of these; without it, a component that is missing is built where it is
 * needed.
 */
export const missingVariable = 'CORRAL_TOOLS_MISSING';

/** Code of the error that makes the jest environment of the component tests skip a test. */
export const skippedCode = 'ComponentSkipped';

/** Throws for the first of these components that a preparation could not obtain. */
export function refuseMissing(names: readonly string[]): void {
  const known = JSON.parse(process.env[missingVariable] || '[]') as readonly Missing[];
  const found = known.filter(({ name }) => names.includes(name));
  // A failure says more than a lack of time.
  const first = found.find(({ why }) => why === 'failed') ?? found[0];
  if (first !== undefined)
    throw Object.assign(new Error(first.sentence), first.why === 'skipped' ? { code: skippedCode } : {});
}
