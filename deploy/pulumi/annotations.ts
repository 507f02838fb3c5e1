/** What the provider of Pulumi reads from an object: whether to wait for it, and whose word counts. */
import type { Manifest } from '../../lib';
import type { StackObject } from './stack-objects';

/** The manifest with the provider's annotations; Pulumi is told nothing else about it. */
export function annotated({ manifest, awaited }: Pick<StackObject, 'manifest' | 'awaited'>): Manifest {
  const { annotations } = manifest.metadata;
  const added: Record<string, string> = {
    // What the stack writes, it owns: without this, a field that somebody changed by hand could not be mended.
    'pulumi.com/patchForce': 'true',
    ...(awaited ? {} : { 'pulumi.com/skipAwait': 'true' }),
  };
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { ...annotations, ...added } } };
}
