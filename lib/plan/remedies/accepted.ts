/** Tries changes by planning again, and keeps those that mend a finding and bring nothing new: what is told has been proven. */
import { formatFault, type Fault } from '../../core/fault';
import type { Environment } from '../../environment/environment';
import type { Finding } from '../finding';

/** Everything that is wrong with an environment, told without remedies. */
export type Faults = (environment: Environment) => readonly Fault[];

const keyOf = ({ at, code }: Fault): string => `${code} ${at}`;

function counts(faults: readonly Fault[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const fault of faults) found.set(keyOf(fault), (found.get(keyOf(fault)) ?? 0) + 1);
  return found;
}

/** Whether the faults after a change are those before without this one. */
function mends(fault: Fault, before: ReadonlyMap<string, number>, after: readonly Fault[]): boolean {
  const left = counts(after);
  if ((left.get(keyOf(fault)) ?? 0) >= (before.get(keyOf(fault)) ?? 0)) return false;
  return [...left].every(([key, count]) => count <= (before.get(key) ?? 0));
}

/** Most changes of one kind that are planned. */
const mostRungs = 16;
/** Plans after which nothing more is tried, for all findings together, when the environment is as small as most. */
const mostPlans = 120;

/**
 * The faults with the smallest single changes that fit. A large environment is planned again less often, so that a refusal never
 * takes long.
 */
export function withRemedies(findings: readonly Finding[], environment: Environment, faultsOf: Faults): readonly Fault[] {
  const before = counts(findings.map(({ fault }) => fault));
  let left = Math.max(12, Math.floor(mostPlans * Math.min(1, 20 / (environment.models.length + environment.ollama.length))));
  const known = new Map<string, readonly string[]>();
  return findings.map(({ fault, ladders = [] }) => {
    const key = keyOf(fault);
    const options = known.get(key) ?? ladders.flatMap((ladder): readonly string[] => {
      let rung = 0;
      for (const { says, to } of ladder()) {
        if (left === 0 || rung === mostRungs) return [];
        rung += 1;
        left -= 1;
        if (mends(fault, before, faultsOf(to))) return [says];
      }
      return [];
    });
    known.set(key, options);
    return options.length === 0 ? fault : { ...fault, remedies: [{ label: 'fits with', options }] };
  });
}

/** Faults that say the same are told once. */
export const once = (faults: readonly Fault[]): readonly Fault[] => [...new Map(faults.map((fault) => [formatFault(fault), fault])).values()];
