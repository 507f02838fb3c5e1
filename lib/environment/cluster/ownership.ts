/** Who creates what belongs to the whole cluster. Values only. */

/** Who creates a cluster-wide object: this environment, or it exists before; `none`: it is not used. */
export const ownerships = ['owned', 'existing', 'none'] as const;
export type Ownership = (typeof ownerships)[number];

/** Who creates the PriorityClasses, where the environment may use the whole cluster: every pod names one. */
export const priorityClassOwners = ['owned', 'existing'] as const;
export type PriorityClassOwner = (typeof priorityClassOwners)[number];

/** PriorityClasses in one namespace. `none`: no pod names one, and the plan proves without preemption. */
export const namespacedPriorityClasses = ['existing', 'none'] as const;
export type NamespacedPriorityClasses = (typeof namespacedPriorityClasses)[number];

/** RuntimeClass `nvidia` in one namespace. */
export const namespacedRuntimeClasses = ['existing', 'none'] as const;
export type NamespacedRuntimeClass = (typeof namespacedRuntimeClasses)[number];
