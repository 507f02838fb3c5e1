/** Fields and objects that change hands: applied as they stand, the new owner finds what the old one left, or nothing. */
import { replicasOf } from './models';
import type { Pair } from './pairing';
import { part, type Side } from './side';

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
function replicasHandover({ before: { manifest: old, title }, after: { manifest: now } }: Pair, before: Side, after: Side): readonly Handover[] {
  if (!scalable.has(now.kind)) return [];
  const [was, is] = [fixed(old), fixed(now)];
  const range = (side: Side, manifest: typeof now) => replicasOf(manifest, side.charts.flatMap(({ manifests }) => manifests));
  if (was !== undefined && is === undefined && was !== 1) {
    const { min, max } = range(after, now);
    return [{
      of: title, what: `replicas ${was} → 1 until handed over (autoscaler ${min}–${max})`,
      way: `beforehand apply spec.replicas: ${was} alone with kubectl apply --server-side --field-manager=handover: `
        + 'a field that somebody else owns too stays when it is left out',
    }];
  }
  if (was === undefined && is !== undefined) {
    const { min, max } = range(before, old);
    return min === max && min === is ? [] : [{
      of: title, what: `replicas of the autoscaler (${min}–${max}) → ${is} at once`,
      way: 'set its minimum and maximum to the number first, then remove it',
    }];
  }
  return [];
}

/** Another owner of every object. */
function deliveryHandover(before: Side, after: Side): readonly Handover[] {
  const [was, is] = [before.facts?.delivery, after.facts?.delivery];
  if (was === undefined || is === undefined || was === is) return [];
  return [{
    of: after.name, what: `delivery ${was} → ${is}: every object changes its owner`,
    way: 'let the old owner forget its objects before the new one takes them, or both will write',
  }];
}

/** All handovers of a change. */
export const handovers = (pairs: readonly Pair[], before: Side, after: Side): readonly Handover[] =>
  [...deliveryHandover(before, after), ...pairs.flatMap((pair) => replicasHandover(pair, before, after))];
