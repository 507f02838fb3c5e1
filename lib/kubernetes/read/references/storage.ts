/**
 * What claims, volumes and storage classes refer to: the class, the volume, the claim that a volume is kept for, the
 * driver.
 */
import type { PersistentVolumeClaimSpec } from '../../kinds';
import type { Evidence, Seen } from '../../../rules/evidence';
import { defaultClass } from '../../../rules/references/declared';
import type { Reference } from './reference';

/** Provisioners inside Kubernetes, which need no driver. */
const builtIn = 'kubernetes.io/';

/** A class that is named; without a name the cluster's default, and with an empty one none at all. */
function classOf(from: Seen, field: string, name: string | undefined): Reference[] {
  return name === ''
    ? []
    : [
        {
          from,
          field: `${field}.storageClassName`,
          kind: 'StorageClass',
          namespace: '',
          name: name ?? defaultClass,
          gates: true,
        },
      ];
}

function ofClaim(from: Seen, field: string, spec: PersistentVolumeClaimSpec | undefined): Reference[] {
  const volume: Reference[] =
    spec?.volumeName === undefined
      ? []
      : [
          {
            from,
            field: `${field}.volumeName`,
            kind: 'PersistentVolume',
            namespace: '',
            name: spec.volumeName,
            gates: true,
          },
        ];
  return [...classOf(from, field, spec?.storageClassName), ...volume];
}

/** What claims refer to, those of claim templates too. */
export function claimReferences({ of, pods }: Evidence): Reference[] {
  return [
    ...of('PersistentVolumeClaim').flatMap((claim) => ofClaim(claim, 'spec', claim.body.spec)),
    ...pods.flatMap(({ workload, claimTemplates }) =>
      claimTemplates.flatMap(({ spec }, i) => ofClaim(workload, `spec.volumeClaimTemplates[${i}].spec`, spec)),
    ),
  ];
}

/** What volumes and storage classes refer to. */
export function storageReferences({ of }: Evidence): Reference[] {
  return [
    ...of('PersistentVolume').flatMap((from): Reference[] => {
      const { storageClassName = '', claimRef, csi } = from.body.spec ?? {};
      return [
        ...classOf(from, 'spec', storageClassName),
        ...(claimRef === undefined
          ? []
          : [
              {
                from,
                field: 'spec.claimRef',
                kind: 'PersistentVolumeClaim',
                namespace: claimRef.namespace ?? '',
                name: claimRef.name ?? '',
                gates: false,
              },
            ]),
        ...(csi === undefined
          ? []
          : [{ from, field: 'spec.csi.driver', kind: 'CSIDriver', namespace: '', name: csi.driver, gates: true }]),
      ];
    }),
    ...of('StorageClass').flatMap((from): Reference[] => {
      const { provisioner = '' } = from.body;
      return provisioner.startsWith(builtIn)
        ? []
        : [{ from, field: 'provisioner', kind: 'CSIDriver', namespace: '', name: provisioner, gates: true }];
    }),
  ];
}
