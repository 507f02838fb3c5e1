/** The files of a workload's programs as one ConfigMap whose name follows its content, so that a changed program replaces pods. */
import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { nameByContent, programsOf } from '../kubernetes/content';
import type { EnvironmentVariable, Volume, VolumeMount } from '../kubernetes/kinds';
import { objectLabels, type Owner } from '../kubernetes/labels';
import { programFile, programFolder, type ProgramRun } from '../programs/program';

/** Files of programs, mounted read-only where programs look for them. */
export interface ProgramFiles {
  readonly volume: Volume;
  readonly mount: VolumeMount;
  /** Name of the ConfigMap. */
  readonly name: string;
}

const volumeName = 'programs';

/** Adds the ConfigMap of programs and describes how to mount it. */
export function programFiles(scope: Construct, namespace: string, owner: Owner, runs: readonly Pick<ProgramRun, 'files'>[]): ProgramFiles {
  const data = Object.fromEntries(runs.flatMap(({ files }) => Object.entries(files)).sort(([a], [b]) => (a < b ? -1 : 1)));
  const name = nameByContent(programsOf(owner.instance), data);
  new ConfigMap(scope, volumeName, { metadata: { name, namespace, labels: objectLabels(owner) }, data, immutable: true });
  return {
    name,
    volume: { name: volumeName, configMap: { name, defaultMode: 0o555 } },
    mount: { name: volumeName, mountPath: programFolder, readOnly: true },
  };
}

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

/** One run for all ordinals: files that differ get the ordinal at their end, and the variables that name them follow. */
export function byOrdinal(runs: readonly ProgramRun[]): OrdinalRun {
  const [first, ...others] = runs;
  if (first === undefined) throw new RangeError('a run for no ordinal');
  if (others.length === 0) return { ...first, before: [] };
  const differing = Object.keys(first.files).filter((file) => others.some(({ files }) => files[file] !== first.files[file]));
  const paths = new Set(differing.map(programFile));
  return {
    command: first.command,
    env: Object.fromEntries(Object.entries(first.env).map(([name, value]) => [name, paths.has(value) ? `${value}-$(${ordinalVariable})` : value])),
    files: Object.fromEntries([
      ...Object.entries(first.files).filter(([file]) => !differing.includes(file)),
      ...runs.flatMap(({ files }, ordinal) => differing.map((file) => [`${file}-${ordinal}`, files[file] ?? ''] as const)),
    ]),
    before: [ordinalFromLabel],
  };
}
