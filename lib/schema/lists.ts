/** Lists and records of an environment, each with its greatest length; keys of a record have a form. */
import { z } from 'zod';
import { longestLists } from './bounds';
import { noted } from './facts';
import { labelKey, labelValue } from './scalars';

/** At most so many entries, and at least so many. */
export function list<Schema extends z.ZodType>(entry: Schema, most: number, least = 0, error?: string) {
  const allowed = `at most ${most} entries`;
  const schema = z.array(entry).max(most, { error: allowed });
  return noted(least === 0 ? schema : schema.min(least, { error: error ?? `at least ${least} entries` }), { allowed });
}

/** A list with a first entry, as a type says it. */
export function listFromOne<Schema extends z.ZodType>(entry: Schema, most: number) {
  const allowed = `1 to ${most} entries`;
  const schema = z.array(entry).min(1, { error: allowed }).max(most, { error: allowed });
  type Entry = z.output<Schema>;
  return noted(schema as unknown as z.ZodType<[Entry, ...Entry[]]>, { allowed });
}

/** Values by key. */
export function record<Key extends z.core.$ZodRecordKey, Value extends z.ZodType>(
  keys: Key,
  value: Value,
  most: number,
  least = 0,
  hint = '',
) {
  const allowed = `${least === 0 ? 'at most' : `${least} to`} ${most} entries${hint}`;
  const isWithin = (entries: object): boolean =>
    Object.keys(entries).length >= least && Object.keys(entries).length <= most;
  return noted(z.record(keys, value).refine(isWithin, { error: allowed, params: { range: true } }), { allowed });
}

/** Labels of nodes, each with a value or several: without one, they would match every node. */
export const poolLabels = record(
  labelKey,
  z.union([labelValue, listFromOne(labelValue, longestLists.labels)]),
  longestLists.labels,
  1,
);
/** The same of a peer, where no label would let every pod in. */
export const peerLabels = record(
  labelKey,
  labelValue,
  longestLists.labels,
  1,
  '; for every pod of the namespace, write anyPod: true instead',
);
