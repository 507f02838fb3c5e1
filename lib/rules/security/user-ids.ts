/** Refuses pods that name a user or a group where the cluster gives those of the range of their namespace. */
import type { Evidence } from '../evidence';
import type { Pod } from '../pods';
import { shown, type Finding, type Rule } from '../rule';

const ids = ['runAsUser', 'runAsGroup', 'fsGroup'] as const;

/** What tunes a node is root in a namespace that admits it: it has a constraint of its own. */
const isPrivileged = ({ containers }: Pod): boolean =>
  containers.some(({ container: { securityContext } }) => securityContext?.privileged === true);

function ofPod({ workload: { manifest }, spec, field, containers }: Pod): Finding[] {
  const places: readonly (readonly [field: string, security: object | undefined])[] = [
    [field, spec.securityContext],
    ...containers.map(({ container, field: place }) => [place, container.securityContext] as const),
  ];
  return places.flatMap(([place, security = {}]) =>
    ids.flatMap((id) => {
      const value = (security as Readonly<Record<string, unknown>>)[id];
      return value === undefined
        ? []
        : [
            {
              manifest,
              field: `${place}.securityContext.${id}`,
              found: `${shown(value)} is outside of the range that the cluster gives the namespace`,
              fix: "leave it out, or cluster.userIds: 'ours'",
            },
          ];
    }),
  );
}

export const userIds: Rule = {
  name: 'user-ids',
  promise: "Where the cluster chooses user ids (`cluster.userIds: 'cluster'`), no pod names a user or a group.",
  cluster:
    'A SecurityContextConstraint of OpenShift refuses such pods: "unable to validate against any security context constraint". Kubernetes has no such admission, so there is no counterexample on a control plane.',
  check: ({ plan, pods }: Evidence) =>
    plan.environment.cluster.userIds === 'cluster' ? pods.filter((pod) => !isPrivileged(pod)).flatMap(ofPod) : [],
};
