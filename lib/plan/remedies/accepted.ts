/** Plans again with each proposed change, and suggests only those that remove the fault and add no other. */
import { type Fault, formatFault, type Remedy } from '../../core';
import type { Environment } from '../../environment';
import type { Finding, Changes } from '../finding';

/** Everything that is wrong with an environment, reported without remedies. */
export type Faults = (environment: Environment) => readonly Fault[];

const keyOf = ({ at, code }: Fault): string => `${code} ${at}`;

function counts(faults: readonly Fault[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const fault of faults) found.set(keyOf(fault), (found.get(keyOf(fault)) ?? 0) + 1);
  return found;
}

/** What a change does to a fault: removes it and adds none (`fits`), removes it but adds others, or does not help. */
function effect(
  fault: Fault,
  before: ReadonlyMap<string, number>,
  after: readonly Fault[],
): 'fits' | 'fixes' | 'nothing' {
  const left = counts(after);
  if ((left.get(keyOf(fault)) ?? 0) >= (before.get(keyOf(fault)) ?? 0)) return 'nothing';
  return [...left].every(([key, count]) => count <= (before.get(key) ?? 0)) ? 'fits' : 'fixes';
}

/** Most changes of one kind that are planned. */
const mostChanges = 16;
/** Plans after which nothing more is tried, for all findings together, when the environment is as small as most. */
const mostPlans = 120;

/** The first change of one kind that fits, and the first that at least fixes the fault. */
interface Found {
  fits?: string;
  fixes?: string;
}

const remediesOf = (kinds: readonly Found[]): readonly Remedy[] => {
  const fits = kinds.flatMap((kind) => kind.fits ?? []);
  const fixes = kinds.flatMap((kind) => kind.fixes ?? []);
  if (fits.length > 0) return [{ label: 'fits with', options: fits }];
  return fixes.length > 0 ? [{ label: 'fix', options: fixes }] : [];
};

/** The fault's own remedies, for which nothing was planned again: advice without proof. */
const asAdvice = (fault: Fault): Fault => ({
  ...fault,
  remedies: fault.remedies.map(({ label, options }) => ({ label: label === 'fits with' ? 'fix' : label, options })),
});

/**
 * The faults with the smallest single changes that fit; where each brings another fault to light, with those that fix
 * this one. A large environment is planned again less often, so that a refusal never takes long.
 */
export function withRemedies(
  findings: readonly Finding[],
  environment: Environment,
  faultsOf: Faults,
): readonly Fault[] {
  const before = counts(findings.map(({ fault }) => fault));
  let left = Math.max(12, Math.floor(mostPlans * Math.min(1, 20 / environment.servers.length)));
  const tryOut = (fault: Fault, series: Changes): Found => {
    const found: Found = {};
    let tried = 0;
    for (const { says, to } of series()) {
      if (left === 0 || tried === mostChanges) return found;
      tried += 1;
      left -= 1;
      const does = effect(fault, before, faultsOf(to));
      if (does === 'fits') return { fits: says };
      if (does === 'fixes') found.fixes ??= says;
    }
    return found;
  };
  const known = new Map<string, readonly Remedy[]>();
  return findings.map(({ fault, changes = [] }) => {
    const key = keyOf(fault);
    const remedies = known.get(key) ?? remediesOf(changes.map((series) => tryOut(fault, series)));
    known.set(key, remedies);
    return remedies.length === 0 ? asAdvice(fault) : { ...fault, remedies };
  });
}

/** Faults with the same text are reported once. */
export const once = (faults: readonly Fault[]): readonly Fault[] => [
  ...new Map(faults.map((fault) => [formatFault(fault), fault])).values(),
];
