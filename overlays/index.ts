/** All environments, in the order in which a change travels through them. */
import type { EnvironmentInput } from 'corral';
import { dev } from './dev';
import { local } from './local';
import { production } from './production';
import { productionAws } from './production-aws';
import { staging } from './staging';

export const environments: readonly EnvironmentInput[] = [local, dev, staging, production, productionAws];
