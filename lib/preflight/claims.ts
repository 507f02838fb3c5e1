/** The claims of others that an environment reads: each must be there, bound, and mounted as files. */
import { bytesQuantity, childPath, nanoOf, nanoPerUnit } from '../core';
import { claimsOfOthers } from '../environment';
import { partOf } from '../inventory';
import { storeNamespace } from '../plan';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

interface ClaimSpec {
  readonly volumeMode: string;
  readonly accessModes: readonly string[];
  readonly resources: { readonly requests?: { readonly storage?: string } };
}

/** Claims of the namespace, of which one may be meant. */
const othersIn = ({ inventory }: Comparison, namespace: string): readonly string[] =>
  inventory
    .of('PersistentVolumeClaim')
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
    .sort();

export function claimDifferences(comparison: Comparison): readonly Difference[] {
  const {
    synthesis: {
      plan: { environment },
    },
    inventory,
  } = comparison;
  const namespace = storeNamespace(environment);
  return claimsOfOthers(environment).flatMap(({ claimName, at, accessMode, capacity }) => {
    const here = childPath(environment.name, ...at);
    const declared = `claim ${namespace}/${claimName} with models`;
    const found = inventory.find('PersistentVolumeClaim', namespace, claimName);
    if (found === undefined) {
      const others = othersIn(comparison, namespace);
      return [
        difference(
          'ClaimMissing',
          here,
          declared,
          others.length === 0 ? 'no claim there' : `none; claims there are ${listed(others)}`,
          `create it in namespace ${namespace}, bound to the volume with the models`,
          'name a claim of this namespace',
        ),
      ];
    }
    const { phase } = partOf<{ readonly phase: string }>(found.status);
    const { volumeMode = 'Filesystem', accessModes = [], resources } = partOf<ClaimSpec>(found.spec);
    if (phase !== 'Bound')
      return [
        difference(
          'ClaimDiffers',
          here,
          `${declared}, bound to a volume`,
          `phase ${phase ?? 'unknown'}: it has no files yet`,
          'bind it to the volume with the models',
        ),
      ];
    if (volumeMode !== 'Filesystem')
      return [
        difference(
          'ClaimDiffers',
          here,
          `${declared} as files`,
          `volumeMode ${volumeMode}`,
          'name a claim with a file system',
        ),
      ];
    if (accessMode !== undefined && !accessModes.includes(accessMode))
      return [
        difference(
          'ClaimDiffers',
          here,
          `${declared} and the access mode ${accessMode}`,
          `access modes ${listed(accessModes)}`,
          `weights.accessMode with a mode that the claim has`,
          `create a claim with the access mode ${accessMode} on the same volume`,
        ),
      ];
    const requested = resources?.requests?.storage;
    if (capacity !== undefined && requested !== undefined && (nanoOf(requested) ?? 0n) > BigInt(capacity) * nanoPerUnit)
      return [
        difference(
          'ClaimDiffers',
          here,
          `${declared} that requests at most ${bytesQuantity(capacity)}`,
          `a request of ${requested}, which counts for the quota of the namespace`,
          `capacity with the request of the claim`,
        ),
      ];
    return accessModes.includes('ReadWriteOncePod')
      ? [
          difference(
            'ClaimDiffers',
            here,
            `${declared} that several pods may mount`,
            'access mode ReadWriteOncePod',
            'create a claim with the access mode ReadOnlyMany or ReadWriteMany on the same volume',
          ),
        ]
      : [];
  });
}

/** Claims of which one node at a time can mount the volume: who else uses it is not known. */
export function claimsOfOneNode({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly string[] {
  const namespace = storeNamespace(environment);
  return claimsOfOthers(environment).flatMap(({ claimName, at }) => {
    const found = inventory.find('PersistentVolumeClaim', namespace, claimName);
    const { accessModes = [] } = partOf<ClaimSpec>(found?.spec);
    return accessModes.length > 0 && accessModes.every((mode) => mode === 'ReadWriteOnce')
      ? [
          `${childPath(environment.name, ...at)}: whether claim ${namespace}/${claimName}, which one node at a time can mount, is free for the nodes that need it`,
        ]
      : [];
  });
}
