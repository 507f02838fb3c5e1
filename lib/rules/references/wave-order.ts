/**
 * Refuses a pod that waits for something in a later wave, and a claim that keeps its own wave waiting for a pod of a
 * later one.
 */
import { bindsOnFirstUse, isKind, title } from '../../kubernetes/read';
import type { Evidence, Seen } from '../evidence';
import { groupBy, orNone } from '../lists';
import type { Pod } from '../pods';
import type { Finding, Rule } from '../rule';
import { referencesOf } from './references';

const later = ({ manifest, wave }: Seen, field: string, what: string, target: Seen): Finding[] =>
  target.wave <= wave
    ? []
    : [
        {
          manifest,
          field,
          found: `wave ${wave} waits for ${what} of wave ${target.wave}`,
          fix: `put it into wave ${wave} or an earlier one`,
        },
      ];

function byName(evidence: Evidence): Finding[] {
  return referencesOf(evidence)
    .filter(({ gates }) => gates)
    .flatMap(({ from, field, kind, namespace, name }) => {
      const target = evidence.findAny(kind, namespace, name);
      if (target === undefined) return [];
      const selector = isKind(target.manifest, 'Service') ? target.manifest.spec?.selector : undefined;
      const behind = selector === undefined ? [] : evidence.podsSelected(namespace, { matchLabels: selector });
      return [
        ...later(from, field, title(target.manifest), target),
        ...behind.flatMap(({ workload }) =>
          later(from, field, `${title(workload.manifest)}, which answers for ${title(target.manifest)},`, workload),
        ),
      ];
    });
}

/** What a pod does not name, and what must still be there first. */
function bySelection({ of, podsSelected, pods }: Evidence): Finding[] {
  const guards: readonly Seen[] = [...of('ResourceQuota'), ...of('LimitRange')];
  const byNamespace = groupBy(guards, ({ namespace }) => namespace);
  return [
    ...of('NetworkPolicy').flatMap((policy) =>
      podsSelected(policy.namespace, policy.body.spec?.podSelector ?? {}).flatMap(({ workload, field }) =>
        later(workload, field, title(policy.manifest), policy),
      ),
    ),
    ...pods.flatMap(({ workload, field, namespace }) =>
      orNone(byNamespace.get(namespace)).flatMap((guard) => later(workload, field, title(guard.manifest), guard)),
    ),
  ];
}

function inNamespaces({ all, find }: Evidence): Finding[] {
  return all.flatMap((seen) => {
    const namespace = find('Namespace', '', seen.namespace);
    return namespace === undefined ? [] : later(seen, 'metadata.namespace', title(namespace.manifest), namespace);
  });
}

const claimsOf = ({ namespace, spec }: Pod): string[] =>
  orNone(spec.volumes).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined ? [] : [`${namespace}/${persistentVolumeClaim.claimName}`],
  );

/** A claim whose class waits for the first consumer is Pending until then, and its wave is not ready before it. */
function claims({ of, pods }: Evidence): Finding[] {
  const classes = of('StorageClass').map(({ manifest }) => manifest);
  const firstUse = new Map<string, number>();
  for (const pod of pods)
    for (const claim of claimsOf(pod))
      firstUse.set(claim, Math.min(pod.workload.wave, firstUse.get(claim) ?? Infinity));
  return of('PersistentVolumeClaim').flatMap(({ manifest, namespace, wave }): Finding[] => {
    const use = firstUse.get(`${namespace}/${manifest.metadata.name}`);
    if (!bindsOnFirstUse(manifest, classes) || (use ?? Infinity) <= wave) return [];
    return [
      {
        manifest,
        field: 'spec.storageClassName',
        found: `binds when a pod uses it, and ${use === undefined ? 'no pod does' : `the first is in wave ${use}`}: wave ${wave} is never ready`,
        fix: use === undefined ? 'remove the claim' : `put it into wave ${use}, or give it a class that binds at once`,
      },
    ];
  });
}

export const waveOrder: Rule = {
  name: 'wave-order',
  promise:
    'A pod waits for nothing in a later wave, nothing comes before its namespace, and no claim waits for a pod of a later wave.',
  cluster:
    'No server knows waves: a delivery in order hangs at the wave that waits, which is shown there with a claim that binds on first use.',
  check: (evidence) => [...byName(evidence), ...bySelection(evidence), ...inNamespaces(evidence), ...claims(evidence)],
};
