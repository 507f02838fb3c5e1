/** All environments. */
import type { EnvironmentInput } from 'corral';
import { shared } from './shared.ts';

export const environments: readonly EnvironmentInput[] = [shared];
