/** The Pulumi program: the stack `production` holds the environment `production`. */
import { declareStack } from 'corral/pulumi';
import { environments } from './overlays/index.ts';

declareStack(environments);
