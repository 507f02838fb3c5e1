/**
 * The Pulumi program: the stack `production` holds the environment `production`. It refuses an environment that
 * somebody else delivers.
 */
import * as pulumi from '@pulumi/pulumi';
import { FaultError } from '../../lib';
import { environments } from '../../overlays';
import { declare } from './program';
import { readSettings } from './settings';

try {
  const stack = pulumi.getStack();
  declare(environments, stack, readSettings(new pulumi.Config(), stack), pulumi.runtime.isDryRun());
} catch (problem) {
  // Pulumi prints the message of a RunError without a stack trace: every fault says where it is.
  throw problem instanceof FaultError ? new pulumi.RunError(problem.message) : problem;
}
