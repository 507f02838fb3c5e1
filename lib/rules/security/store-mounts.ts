/** Refuses a claim that a pod mounts read-only as a whole, and a serving container that can write to a claim. */
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import type { Pod } from '../pods';
import { shown, type Finding, type Rule } from '../rule';

/** Kinds whose pods serve; Jobs bring weights and remove them. */
const serving: readonly string[] = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'];

function wholeClaims({ workload: { manifest }, spec, field }: Pod): Finding[] {
  return orNone(spec.volumes).flatMap(({ persistentVolumeClaim }, i): Finding[] =>
    persistentVolumeClaim?.readOnly === true
      ? [
          {
            manifest,
            field: `${field}.volumes[${i}].persistentVolumeClaim.readOnly`,
            found:
              'mounts the whole claim read-only: the kubelet then leaves its files to root, and a loader on the same node cannot write',
            fix: 'leave it out, and write `readOnly: true` in the volumeMounts',
          },
        ]
      : [],
  );
}

function writers({ workload: { manifest }, spec, containers, claimTemplates }: Pod): Finding[] {
  const claims = new Set([
    ...orNone(spec.volumes)
      .filter(({ persistentVolumeClaim, ephemeral }) => (persistentVolumeClaim ?? ephemeral) !== undefined)
      .map(({ name }) => name),
    ...claimTemplates.map(({ metadata }) => metadata?.name),
  ]);
  return containers
    .filter(({ role }) => role === 'main')
    .flatMap(({ container, field }) =>
      orNone(container.volumeMounts).flatMap(({ name, readOnly }, i): Finding[] =>
        !claims.has(name) || readOnly === true
          ? []
          : [
              {
                manifest,
                field: `${field}.volumeMounts[${i}].readOnly`,
                found: `${shown(readOnly)} lets a serving container write to the claim`,
                fix: 'set it to true',
              },
            ],
      ),
    );
}

export const storeMounts: Rule = {
  name: 'store-mounts',
  promise: 'No pod mounts a whole claim read-only, and every container that serves mounts its claims read-only.',
  cluster:
    'The server takes both; the fault shows on a node with local disks, where the first mount of a volume sets its owner: no counterexample on a control plane.',
  check: ({ pods }: Evidence) =>
    pods.flatMap((pod) => [...wholeClaims(pod), ...(serving.includes(pod.workload.manifest.kind) ? writers(pod) : [])]),
};
