/**
 * Manifests as snapshots keep them: everything that the API server gets, but programs by their digest, since they have
 * tests of their own.
 */
import { createHash } from 'node:crypto';
import type { Manifest } from '../../lib';

const isProgram = (name: string): boolean => ['.sh', '.conf', '.cjs'].some((ending) => name.endsWith(ending));

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A copy in which the text of each program is its first line's name and digest. */
export function withoutPrograms(manifest: Manifest): Manifest {
  const data = manifest['data'] as Readonly<Record<string, string>> | undefined;
  if (manifest.kind !== 'ConfigMap' || data === undefined) return manifest;
  return {
    ...manifest,
    data: Object.fromEntries(
      Object.entries(data).map(([name, text]) => [name, isProgram(name) ? `<program ${digest(text)}>` : text]),
    ),
  };
}
