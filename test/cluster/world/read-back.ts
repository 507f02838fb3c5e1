/**
 * Compares what was sent with what the server keeps: every leaf that was sent is there with the same value, defaults
 * aside.
 */
import type { Json } from '../../../lib/kubernetes/read/manifest';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value);

const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What Go leaves out of JSON because it means the same as nothing: all other values must be kept. */
const saysNothing = (value: Json): boolean => value === false || (isList(value) && value.length === 0);

/**
 * Where what is kept differs from what was sent: `spec.template.spec.containers[0].resources.limits.memory: sent
 * "1024Mi", kept "1Gi"`.
 */
export function lost(sent: Json, kept: Json | undefined, path = ''): readonly string[] {
  if (kept === undefined) return saysNothing(sent) ? [] : [`${path}: sent ${shown(sent)}, kept nothing`];
  if (isList(sent)) {
    if (!isList(kept) || kept.length !== sent.length) return [`${path}: sent ${shown(sent)}, kept ${shown(kept)}`];
    return sent.flatMap((item, i) => lost(item, kept[i], `${path}[${i}]`));
  }
  if (isObject(sent)) {
    if (!isObject(kept)) return [`${path}: sent ${shown(sent)}, kept ${shown(kept)}`];
    return Object.entries(sent).flatMap(([key, value]) => lost(value, kept[key], path === '' ? key : `${path}.${key}`));
  }
  return sent === kept ? [] : [`${path}: sent ${shown(sent)}, kept ${shown(kept)}`];
}

/**
 * What an apply answers for: everything but what controllers write to the status meanwhile. A change by the apply
 * itself shows in the fields, in `generation`, or in the fields and the time of its own manager.
 */
export function applied(object: unknown): Json {
  const {
    status: _,
    metadata,
    ...rest
  } = object as { readonly status?: Json; readonly metadata: Readonly<Record<string, Json>> };
  const { resourceVersion: __, managedFields, ...kept } = metadata;
  const managers = (managedFields as readonly Readonly<Record<string, Json>>[]).filter(
    ({ subresource }) => subresource === undefined,
  );
  return { ...rest, metadata: { ...kept, managedFields: managers } };
}
