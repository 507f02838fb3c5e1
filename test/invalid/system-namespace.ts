/** Engines in a namespace of the cluster. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'namespaces'], { serving: 'default', store: 'kube-public' }])];

export const report = `test.cluster.namespaces.serving: 'default' belongs to the cluster: a default deny and a quota would stop what others run there.
  fix: give engines a separate namespace, as 'llm-serving'
  [SystemNamespace]
test.cluster.namespaces.store: 'kube-public' belongs to the cluster: a default deny and a quota would stop what others run there.
  fix: give the store a separate namespace, as 'model-store'
  [SystemNamespace]`;
