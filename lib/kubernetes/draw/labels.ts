/** The labels and annotations that Corral puts on objects, and the two that select pods. */

/** Who an object belongs to. */
export interface Owner {
  /** What runs: `llama-server`, `ollama`, `weights-server`. */
  readonly component: string;
  /** Which one: the name of the construct. */
  readonly instance: string;
}

/** Component of the ConfigMaps of programs, which all workloads of a namespace share. */
export const programComponent = 'program';

/** Labels that select the pods of one workload; they never change, since a selector is immutable. */
export const selectorLabels = ({ component, instance }: Owner): Record<string, string> => ({
  'app.kubernetes.io/name': component,
  'app.kubernetes.io/instance': instance,
});

/** What all pods of a platform have in common. */
export const ofPlatform: Readonly<Record<string, string>> = { 'app.kubernetes.io/part-of': 'corral' };

/** Labels of every object. */
export const objectLabels = (owner: Owner): Record<string, string> => ({
  ...selectorLabels(owner),
  ...ofPlatform,
});

/** Prefix of our annotations. */
const prefix = 'corral.dev/';

/** Annotations of ours, by their short names; absent values are left out. */
export function annotations(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[`${prefix}${name}`, value] as const],
    ),
  );
}
