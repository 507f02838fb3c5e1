/** How the terms of memory are shown: those that grow with the same thing look alike. */
import type { MemoryTermName } from '../../sizing';

const kinds: Readonly<Record<MemoryTermName, string>> = {
  measured: 'weights',
  margin: 'further',
  weights: 'weights',
  'KV cache': 'cache',
  'recurrent state': 'cache',
  compute: 'compute',
  projector: 'further',
  images: 'further',
  adapters: 'further',
  draft: 'further',
  context: 'context',
  'mapped weights': 'weights',
  'repacked weights': 'weights',
  'read window': 'compute',
  output: 'compute',
  'prompt cache': 'cache',
  checkpoints: 'cache',
  process: 'context',
};

/** Class of a term: its colour and pattern. */
export const termKind = (term: MemoryTermName): string => kinds[term];
