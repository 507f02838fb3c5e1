/**
 * Fields and objects that change hands: applied as they stand, the new owner finds what the old one left, or nothing.
 */
import { autoscaledBy, type Manifest, part } from '../kubernetes/read';
import { replicasOf } from './models';
import type { Pair } from './pairing';
import type { Side } from './side';

/** Something that changes its owner. */
export interface Handover {
  /** `Deployment llm-serving/legal`, or the environment. */
  readonly of: string;
  /** `replicas 3 → 1 until handed over` */
  readonly what: string;
  /** What to do so that nothing happens. */
  readonly way: string;
}

const scalable: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);

const fixed = (manifest: unknown): number | undefined => part(manifest, 'spec', 'replicas') as number | undefined;

/** A number of replicas that leaves the manifest falls to 1, unless the autoscaler owns the field by then. */
function replicasHandover(
  { before: { manifest: old, title }, after: { manifest: now } }: Pair,
  before: Side,
  after: Side,
): readonly Handover[] {
  if (!scalable.has(now.kind)) return [];
  const [was, is] = [fixed(old), fixed(now)];
  const range = (side: Side, manifest: typeof now) =>
    replicasOf(
      manifest,
      side.charts.flatMap(({ manifests }) => manifests),
    );
  if (was !== undefined && is === undefined && was !== 1) {
    const { min, max } = range(after, now);
    return [
      {
        of: title,
        what: `replicas ${was} → 1 until handed over (autoscaler ${min}–${max})`,
        way:
          `before this change, apply only spec.replicas: ${was}, with kubectl apply --server-side --field-manager=handover: ` +
          'a field that has a second owner keeps its value',
      },
    ];
  }
  if (was === undefined && is !== undefined) {
    const { min, max } = range(before, old);
    return min === max && min === is
      ? []
      : [
          {
            of: title,
            what: `replicas set by the autoscaler (${min}–${max}) → ${is} immediately`,
            way: `first set the minimum and maximum of the autoscaler to ${is}, then remove it`,
          },
        ];
  }
  return [];
}

const autoscalerOf = (side: Side, { kind, metadata: { name, namespace } }: Manifest): Manifest | undefined =>
  side.charts
    .flatMap(({ manifests }) => manifests)
    .find((each) => {
      const target = autoscaledBy(each)?.target;
      return each.metadata.namespace === namespace && target?.kind === kind && target.name === name;
    });

/** Another autoscaler of the same workload: the one of KEDA has the name of ours. */
function autoscalerHandover(
  { before: { manifest: old, title }, after: { manifest: now } }: Pair,
  before: Side,
  after: Side,
): readonly Handover[] {
  if (!scalable.has(now.kind)) return [];
  const [was, is] = [autoscalerOf(before, old), autoscalerOf(after, now)];
  if (was === undefined || is === undefined || was.kind === is.kind) return [];
  const { name, namespace } = was.metadata;
  return [
    {
      of: title,
      what: `scaled by ${was.kind} ${name} → by ${is.kind} ${is.metadata.name}`,
      way:
        is.kind === 'ScaledObject'
          ? 'KEDA takes the autoscaler over with its number of replicas, and makes it again when the old manifest is removed'
          : `before this change, delete it: kubectl --namespace ${namespace} delete scaledobject ${name}; the number of replicas stays, and the new autoscaler begins with it`,
    },
  ];
}

/** Another owner of every object. */
function deliveryHandover(before: Side, after: Side): readonly Handover[] {
  const [was, is] = [before.facts?.delivery, after.facts?.delivery];
  if (was === undefined || is === undefined || was === is) return [];
  return [
    {
      of: after.name,
      what: `delivery ${was} → ${is}: every object gets another owner`,
      way: 'let the old tool release its objects before the new tool applies them; otherwise both write them',
    },
  ];
}

/** All handovers of a change. */
export const handovers = (pairs: readonly Pair[], before: Side, after: Side): readonly Handover[] => [
  ...deliveryHandover(before, after),
  ...pairs.flatMap((pair) => [...replicasHandover(pair, before, after), ...autoscalerHandover(pair, before, after)]),
];
