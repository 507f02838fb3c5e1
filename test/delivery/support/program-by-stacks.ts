/**
 * Every environment in a stack of its own, whatever its overlay says of delivery, at the pace of simulated kubelets.
 */
import * as pulumi from '@pulumi/pulumi';
import { declare } from '../../../deploy/pulumi/program';
import { readSettings } from '../../../deploy/pulumi/settings';
import { environments } from '../../../overlays';
import { rollOutAtOnce } from './at-once';

rollOutAtOnce();
const stack = pulumi.getStack();
declare(
  environments.map((environment) => ({ ...environment, delivery: 'pulumi' })),
  stack,
  readSettings(new pulumi.Config(), stack),
  pulumi.runtime.isDryRun(),
);
