/** Refuses a claim that a pod mounts read-only as a whole, and a serving container that can write to a claim. */
import { claimsOfOthers } from '../../environment';
import { storeNamespace } from '../../plan';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import type { Pod } from '../pods';
import { shown, type Finding, type Rule } from '../rule';

/** Kinds whose pods serve; Jobs bring weights and remove them. */
const serving: readonly string[] = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'];

/** Names of the claims of others, by the namespace in which they are. */
type IsOfOthers = (namespace: string, claimName: string) => boolean;

function ofOthers({ plan: { environment } }: Evidence): IsOfOthers {
  const names = new Set(claimsOfOthers(environment).map(({ claimName }) => claimName));
  const place = storeNamespace(environment);
  return (namespace, claimName) => namespace === place && names.has(claimName);
}

/** A claim of others is mounted read-only as a whole, since the kubelet changes the group of its files otherwise. */
function claimsOfOthersWritten({ workload: { manifest }, spec, field, namespace }: Pod, isOfOthers: IsOfOthers) {
  return orNone(spec.volumes).flatMap(({ persistentVolumeClaim: claim }, i): Finding[] =>
    claim === undefined || claim.readOnly === true || !isOfOthers(namespace, claim.claimName)
      ? []
      : [
          {
            manifest,
            field: `${field}.volumes[${i}].persistentVolumeClaim.readOnly`,
            found: `${shown(claim.readOnly)} lets the pod write to claim ${claim.claimName}, which is of others, and the kubelet give its files to another group`,
            fix: 'set it to true',
          },
        ],
  );
}

function wholeClaims({ workload: { manifest }, spec, field, namespace }: Pod, isOfOthers: IsOfOthers): Finding[] {
  return orNone(spec.volumes).flatMap(({ persistentVolumeClaim: claim }, i): Finding[] =>
    claim?.readOnly === true && !isOfOthers(namespace, claim.claimName)
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

/** A database or a cache keeps its files on a volume that no other pod has. */
const keepsFiles = ({ namespace, workload: { manifest } }: Pod, { plan: { support } }: Evidence): boolean =>
  support.some(
    ({ controller, ...each }) =>
      controller.kind === 'StatefulSet' && each.name === manifest.metadata.name && each.namespace === namespace,
  );

function writers({ workload: { manifest }, spec, containers, claimTemplates }: Pod, ownsTemplates: boolean): Finding[] {
  const claims = new Set([
    ...orNone(spec.volumes)
      .filter(({ persistentVolumeClaim, ephemeral }) => (persistentVolumeClaim ?? ephemeral) !== undefined)
      .map(({ name }) => name),
    ...(ownsTemplates ? [] : claimTemplates).map(({ metadata }) => metadata?.name),
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
  promise:
    'No pod mounts a whole claim read-only, except one of others, which every pod does; every container that serves mounts its claims read-only, except the volume of a database or a cache.',
  cluster:
    'The server takes both; the fault shows on a node with local disks, where the first mount of a volume sets its owner: no counterexample on a control plane.',
  check: (evidence: Evidence) => {
    const isOfOthers = ofOthers(evidence);
    return evidence.pods.flatMap((pod) => [
      ...wholeClaims(pod, isOfOthers),
      ...claimsOfOthersWritten(pod, isOfOthers),
      ...(serving.includes(pod.workload.manifest.kind) ? writers(pod, keepsFiles(pod, evidence)) : []),
    ]);
  },
};
