/** Runs of a program whose inputs differ by the server's place in its StatefulSet, as one run for all of them. */
import type { EnvironmentVariable } from '../../kubernetes/kinds';
import { programFile, type ProgramRun } from '../../programs';

/** Variable that holds a server's place in its StatefulSet. */
const ordinalVariable = 'POD_INDEX';

/** The server's place in its StatefulSet, from the label that the controller sets. */
const ordinalFromLabel: EnvironmentVariable = {
  name: ordinalVariable,
  valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
};

/** A run whose inputs may differ by ordinal. */
export interface OrdinalRun extends ProgramRun {
  /** Variables that must stand before `env`, since that refers to them. */
  readonly before: readonly EnvironmentVariable[];
}

/**
 * One run for all ordinals: files that differ get the ordinal at their end, and the variables that name them follow.
 */
export function byOrdinal(runs: readonly ProgramRun[]): OrdinalRun {
  const [first, ...others] = runs;
  if (first === undefined) throw new RangeError('a run for no ordinal');
  if (others.length === 0) return { ...first, before: [] };
  const differing = Object.keys(first.files).filter((file) =>
    others.some(({ files }) => files[file] !== first.files[file]),
  );
  const paths = new Set(differing.map(programFile));
  return {
    command: first.command,
    env: Object.fromEntries(
      Object.entries(first.env).map(([name, value]) => [
        name,
        paths.has(value) ? `${value}-$(${ordinalVariable})` : value,
      ]),
    ),
    files: Object.fromEntries([
      ...Object.entries(first.files).filter(([file]) => !differing.includes(file)),
      ...runs.flatMap(({ files }, ordinal) =>
        differing.map((file) => [`${file}-${ordinal}`, files[file] ?? ''] as const),
      ),
    ]),
    before: [ordinalFromLabel],
  };
}
