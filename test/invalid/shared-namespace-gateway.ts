/** Engines in the namespace of the pods that send requests. */
import { changed } from './base';

export const inputs = [
  changed(
    [['cluster', 'namespaces'], { serving: 'gateway' }],
    [['cluster', 'requestsFrom'], { namespace: 'gateway', anyPod: true }],
  ),
];

export const report = `test.cluster.namespaces.serving: 'gateway' is the namespace of requestsFrom too: a default deny and a quota would stop it.
  fix: give engines a separate namespace
  [SharedNamespace]`;
