/** What the provider of Pulumi reads from an object: what to wait for, and the field manager that writes it. */
import type { Manifest } from '../../lib';
import type { StackObject } from './stack-objects';

/**
 * What makes an object ready, for kinds at which the provider would look every half second: by an expression it
 * watches. A quota counts once its controller has taken it up: a pod that comes earlier is refused.
 */
const readiness: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'jsonpath={.status.phase}=Bound',
  ResourceQuota: 'jsonpath={.status.hard}',
};

function awaiting({
  manifest: { kind },
  awaited,
}: Pick<StackObject, 'manifest' | 'awaited'>): Readonly<Record<string, string>> {
  if (!awaited) return { 'pulumi.com/skipAwait': 'true' };
  // A Job that failed would fail for ever, since its template cannot change: the next `up` makes it again.
  if (kind === 'Job') return { 'pulumi.com/replaceUnready': 'true' };
  const expression = readiness[kind];
  return expression === undefined ? {} : { 'pulumi.com/waitFor': expression };
}

/** The manifest with the provider's annotations, which are all that Pulumi reads about it. */
export function annotated(object: Pick<StackObject, 'manifest' | 'awaited' | 'fieldManager'>): Manifest {
  const { manifest, fieldManager } = object;
  const added: Record<string, string> = {
    // What the stack writes, it owns: without this, a field that was changed by hand could not be fixed.
    'pulumi.com/patchForce': 'true',
    // By default a name at random for each object: after a killed `up` or a hand-over, fields would have two owners and
    // never go.
    'pulumi.com/patchFieldManager': fieldManager,
    ...awaiting(object),
  };
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: { ...manifest.metadata.annotations, ...added } },
  };
}
