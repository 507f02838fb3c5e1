/** Variables that stand for a forbidden flag of llama-server. */
import { llamaServerBuildFlags } from '../build';
import { forbiddenFlags } from './forbidden';

/** Reason by variable. */
export const forbiddenByFlag: ReadonlyMap<string, string> = new Map(
  llamaServerBuildFlags.flatMap(({ name, variable }) => {
    const reason = forbiddenFlags[name];
    return reason === undefined || variable === undefined ? [] : [[variable, reason] as const];
  }),
);
