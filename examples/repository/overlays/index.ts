/** All environments, in the order in which a change travels through them. */
import type { EnvironmentInput } from 'corral';
import { local } from './local.ts';
import { production } from './production.ts';

export const environments: readonly EnvironmentInput[] = [local, production];
