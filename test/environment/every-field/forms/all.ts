/**
 * Fields that exclude those of the environment with every field: other stores, sources, engines and facts. Each form is
 * an environment of its own, and what of it must be in the complete environment.
 */
import { clusterForms } from './cluster';
import type { Form } from './form';
import { gatewayForms } from './gateways';
import { poolForms } from './pools';
import { serverForms } from './servers';
import { serviceForms } from './services';
import { weightsForms } from './weights';

export const furtherForms: readonly Form[] = [
  ...serviceForms,
  ...clusterForms,
  ...gatewayForms,
  ...poolForms,
  ...serverForms,
  ...weightsForms,
];
