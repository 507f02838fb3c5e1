/**
 * Draws constructs in a bare cdk8s app, as a stranger would, and finds fields in what comes out. No environment, no
 * plan.
 */
import { App, Chart } from 'cdk8s';
import { FaultError } from '../../../lib/core/fault';
import { title, type Json, type Manifest } from '../../../lib/kubernetes/read/manifest';
import { manifestsOf } from '../../../lib/kubernetes/draw/serialise';

/** What a stranger's chart renders to. */
export function draw(add: (chart: Chart) => unknown): readonly Manifest[] {
  const chart = new Chart(new App(), 'stranger');
  add(chart);
  return manifestsOf(chart);
}

/** `Deployment serving/qwen`, each once, in the order in which they are drawn. */
export const titles = (manifests: readonly Manifest[]): readonly string[] => manifests.map(title);

/** The one object with this title; a final `*` stands for the hash of the content. */
export function objectOf(manifests: readonly Manifest[], wanted: string): Manifest {
  const found = manifests.filter((manifest) =>
    wanted.endsWith('*') ? title(manifest).startsWith(wanted.slice(0, -1)) : title(manifest) === wanted,
  );
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} objects are called '${wanted}' among ${titles(manifests).join(', ')}`);
  return only;
}

const steps = (path: string): readonly string[] =>
  [...path.matchAll(/\['([^']+)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? '',
  );

/**
 * The value at a path below a value: `spec.template.spec.containers[0].env`,
 * `metadata.labels['app.kubernetes.io/name']`.
 */
export const valueAt = (value: unknown, path: string): Json | undefined =>
  steps(path).reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value) as
    | Json
    | undefined;

/** The field of an object: `Deployment serving/qwen: spec.replicas`. */
export function fieldOf(manifests: readonly Manifest[], place: string): Json | undefined {
  const [wanted = '', path = ''] = place.split(': ');
  return valueAt(objectOf(manifests, wanted), path);
}

/** The whole message of the faults that drawing throws. */
export function refusal(add: (chart: Chart) => unknown): string {
  try {
    draw(add);
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}
