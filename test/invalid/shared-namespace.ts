/** Engines and store in one namespace. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'namespaces'], { store: 'llm-serving' }])];

export const report = `test.cluster.namespaces: engines and store would both be in 'llm-serving'.
  fix: give the store a namespace of its own: only its pods may mount it
  [SharedNamespace]`;
