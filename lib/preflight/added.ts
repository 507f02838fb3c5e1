/** Objects of others that the fields `pods` name: whether they are there, and whether enough pods can mount a claim. */
import { partOf } from '../inventory';
import { addedObjects, type AddedObject } from '../plan';
import { difference, type Comparison, type Difference } from './difference';

interface ClaimSpec {
  readonly accessModes: readonly string[];
}

/** Modes that let pods of several nodes mount a claim. */
const isShared = (mode: string): boolean => mode.endsWith('Many');

function claimDiffers({ synthesis: { plan }, inventory }: Comparison, each: AddedObject): readonly Difference[] {
  const { accessModes = [] } = partOf<ClaimSpec>(inventory.find(each.kind, each.namespace, each.name)?.spec);
  const pods = plan.servers
    .filter(
      ({
        workload: {
          pods: { volumes = {} },
        },
      }) => Object.values(volumes).some((from) => 'claim' in from && from.claim === each.name),
    )
    .reduce((sum, { replicas }) => sum + replicas.max, 0);
  return pods <= 1 || accessModes.some(isShared)
    ? []
    : [
        difference(
          'PrerequisiteDiffers',
          each.at,
          `a claim that up to ${pods} pods mount`,
          `PersistentVolumeClaim ${each.namespace}/${each.name} with ${accessModes.join(', ')}, for pods of one node`,
          'a claim with ReadOnlyMany or ReadWriteMany',
        ),
      ];
}

/** What is added to pods and is not there. Whether a Secret exists is not looked at: that needs the right to read it. */
export const addedDifferences = (comparison: Comparison): readonly Difference[] =>
  addedObjects(comparison.synthesis.plan.environment)
    .filter(({ kind }) => kind !== 'Secret')
    .flatMap((each) => {
      const { kind, namespace, name, at } = each;
      if (comparison.inventory.find(kind, namespace, name) === undefined)
        return [
          difference(
            'PrerequisiteMissing',
            at,
            `${kind} ${namespace}/${name}`,
            'none',
            'create it',
            'remove the field',
          ),
        ];
      return kind === 'PersistentVolumeClaim' ? claimDiffers(comparison, each) : [];
    });
