/** Which variables of llama-server a field stands for: each sets a flag, and the flag has a field or a reason. */
import type { ReservedVariable } from '../../engine';
import { llamaServerBuildFlags } from '../build';
import { forbiddenFlags, forbiddenVariable, insteadOfForbidden } from './forbidden';
import { furtherFlagKinds } from './further-flags';
import { settingOfFlag } from './managed';
import { notJudged, notOffered } from './not-offered';

function ofFlag(flag: string): ReservedVariable {
  const forbidden = forbiddenFlags[flag];
  if (forbidden !== undefined)
    return {
      because: `sets ${flag}, which is never given: ${forbidden}`,
      instead: insteadOfForbidden[flag] ?? 'leave it out',
    };
  if (Object.hasOwn(furtherFlagKinds, flag))
    return { because: `sets ${flag}`, instead: `set flags['${flag}'] of the model, and leave the variable out` };
  const setting = settingOfFlag[flag];
  if (setting !== undefined)
    return {
      because: `sets ${flag}, which follows from ${setting}`,
      instead: `set ${setting}${setting.startsWith('cluster.') ? '' : ' of the model'}, and leave the variable out`,
    };
  const { because, instead } = notOffered[flag] ?? notJudged;
  return { because: `sets ${flag}, which is not offered, because ${because}`, instead };
}

/** Why a variable of llama-server cannot be set, with the field that stands for it; `undefined` when it can. */
export function managedVariable(name: string): ReservedVariable | undefined {
  const flag = llamaServerBuildFlags.find(({ variable }) => variable === name);
  if (flag !== undefined) return ofFlag(flag.name);
  const forbidden = forbiddenVariable(name, '');
  return forbidden === undefined
    ? undefined
    : { because: `is never set, because ${forbidden}`, instead: 'leave it out' };
}
