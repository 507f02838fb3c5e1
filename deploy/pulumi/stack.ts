/** A stack of Pulumi: `production` holds the environment `production`. */
import * as pulumi from '@pulumi/pulumi';
import { FaultError, type EnvironmentInput } from '../../lib';
import { declare } from './program';
import { readSettings } from './settings';

/**
 * Declares the resources of the present stack: those of the environment that has its name. Call it once, from the
 * program that `main` of Pulumi.yaml names.
 *
 * @throws RunError when the environment is refused, has another `delivery` than 'pulumi', or no cluster is named
 */
export function declareStack(environments: readonly EnvironmentInput[]): void {
  try {
    const stack = pulumi.getStack();
    declare(environments, stack, readSettings(new pulumi.Config(), stack), pulumi.runtime.isDryRun());
  } catch (problem) {
    // Pulumi prints the message of a RunError without a stack trace: every fault says where it is.
    throw problem instanceof FaultError ? new pulumi.RunError(problem.message) : problem;
  }
}
