/** The Pulumi program: the stack `production` holds the environment `production`. */
import { environments } from '../../overlays';
import { declareStack } from './stack';

declareStack(environments);
