/** A namespace of the cluster's own components, where the rights end at it. */
import { namespaced } from './base';

export const inputs = [namespaced({ namespace: 'kube-system' })];

export const report = `test.cluster.namespace: 'kube-system' belongs to the cluster, whose components its upgrades replace.
  fix: name a namespace that was made for applications
  [SystemNamespace]`;
