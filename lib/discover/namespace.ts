/**
 * What a user with rights in one namespace can see for a first overlay: its quotas, its limits and its claims. What only
 * the whole cluster shows is asked for.
 */
import { quantityText } from '../core';
import type { ExistingLimitRange } from '../environment';
import {
  type Inventory,
  isShareable,
  liveLimits,
  type LiveObject,
  type LiveQuota,
  liveQuotas,
  type LiveQuantities,
  partOf,
  usedByOthers,
} from '../inventory';
import { diskComment, type FoundPool, slowDisk } from './found-pool';
import { code, fields, type Field, type Fields } from './source';
import { addressField, sizeFields } from './store';

const texts = (quantities: LiveQuantities): Fields =>
  fields(Object.fromEntries(Object.entries(quantities).map(([key, value]) => [key, `${value}`])));

function quota({ name, hard }: LiveQuota, used: ReadonlyMap<string, bigint>): Fields {
  const others = Object.keys(hard).flatMap((key) => {
    const amount = used.get(key) ?? 0n;
    return amount === 0n ? [] : [[key, quantityText(amount)] as const];
  });
  return fields({
    name,
    hard: texts(hard),
    usedByOthers: others.length === 0 ? undefined : texts(Object.fromEntries(others)),
  });
}

const range = ({ name, limits }: ExistingLimitRange): Fields =>
  fields({
    name,
    limits: limits.map(({ type, ...amounts }) =>
      fields({
        type,
        ...Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, value && texts(value)])),
      }),
    ),
  });

/** The fields `scope`, `namespace`, `existingQuotas` and `existingLimits`. */
export function namespaceFields(inventory: Inventory, namespace: string): readonly Field[] {
  const quotas = liveQuotas(inventory, namespace);
  const limits = liveLimits(inventory, namespace);
  const used = usedByOthers(inventory, namespace);
  return [
    { key: 'scope', value: 'namespaced' },
    { key: 'namespace', value: namespace },
    ...(quotas.length === 0
      ? []
      : [
          {
            key: 'existingQuotas',
            comments: ['Check: usedByOthers is what pods of others ask for now; state the most that they may use'],
            value: quotas.map((each) => quota(each, used)),
          },
        ]),
    ...(limits.length === 0 ? [] : [{ key: 'existingLimits', value: limits.map(range) }]),
  ];
}

interface Claim {
  readonly storageClassName: string;
  readonly accessModes: readonly string[];
}

/** A class that several nodes can write: one that is listed, or that of a claim in the namespace. */
function sharedClass(inventory: Inventory, namespace: string): readonly [name: string, comment: string] {
  const listed = inventory.of('StorageClass').find(isShareable);
  if (listed !== undefined)
    return [listed.metadata.name, 'Check: the volume for the weights, readable and writable from several nodes'];
  const claims = inventory.of('PersistentVolumeClaim').flatMap((claim: LiveObject) => {
    const { storageClassName, accessModes = [] } = partOf<Claim>(claim.spec);
    return claim.metadata.namespace === namespace &&
      storageClassName !== undefined &&
      accessModes.includes('ReadWriteMany')
      ? [[storageClassName, claim.metadata.name] as const]
      : [];
  });
  const [first] = claims;
  if (first !== undefined)
    return [first[0], `Check: the class of claim ${first[1]}, whose volume several nodes can write`];
  return [
    'shared',
    'Fill in: a StorageClass whose volumes several nodes can write; the classes could not be listed, and no claim of the namespace has one',
  ];
}

/** The field `weights`: a class makes the volume, since volumes are objects of the whole cluster. */
export function namespacedStore(inventory: Inventory, namespace: string): Field {
  const [storageClass, comment] = sharedClass(inventory, namespace);
  return {
    key: 'weights',
    comments: [comment],
    value: { fields: [...fields({ kind: 'class', storageClass }).fields, addressField(inventory), ...sizeFields] },
  };
}

/** A pool to fill in, where nodes cannot be listed: the nodes that pods of the namespace are on show their names. */
export function unseenPool({ of }: Inventory): FoundPool {
  const seen = [
    ...new Set(of('Pod').flatMap(({ spec }) => partOf<{ readonly nodeName: string }>(spec).nodeName ?? [])),
  ].sort();
  const comment =
    'Fill in: nodes cannot be listed; ask for what kubectl describe nodes prints, and make a pool of each kind of nodes';
  return {
    name: 'nodes',
    nodes: [],
    capacity: 'on-demand',
    gpus: 0,
    value: {
      fields: [
        { key: 'on', value: 'metal' },
        {
          key: 'nodes',
          value: seen.length === 0 ? ['node-1'] : seen,
          comments: [seen.length === 0 ? comment : `${comment}. Pods of the namespace are on these`],
        },
        {
          key: 'hardware',
          value: {
            fields: [
              ...fields({ cpu: 8, memory: code('gib(32)'), ephemeralStorage: code('gib(100)') }).fields,
              { key: 'diskBandwidth', value: code(slowDisk), comments: [diskComment] },
            ],
          },
        },
      ],
    },
  };
}

/** Lists that could not be read, as a comment. */
export const unseenComment = ({ unread }: Inventory): readonly string[] =>
  unread.length === 0 ? [] : [`Not seen, because you may not list them: ${unread.join(', ')}`];
