/**
 * What pods say to autoscalers that take nodes away: which may be moved, and which end by themselves and are waited
 * for.
 */

/**
 * A pod that may be moved: its emptyDirs hold copies of the store and scratch files. Without it the cluster autoscaler
 * keeps every node that a pod with an emptyDir ever reached. Disruption budgets hold all the same.
 *
 * @see kubernetes/autoscaler cluster-autoscaler/FAQ.md (What types of pods can prevent CA from removing a node?)
 */
export const movable: Readonly<Record<string, string>> = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' };

/**
 * A pod that ends by itself: moved, it would begin its file again. Neither the cluster autoscaler nor Karpenter takes
 * its node before.
 *
 * @see kubernetes-sigs/karpenter pkg/apis/v1/labels.go (DoNotDisruptAnnotationKey)
 */
export const waitedFor: Readonly<Record<string, string>> = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};
