/**
 * Fields, values and kinds of an object that the release of a cluster does not serve by default. A server of an older
 * release drops such a field without an error, unless the client asks for strict validation.
 */
import { childPath, isPlainObject, own } from '../../core';
import { fieldType, objectType, type ValueType } from './list-keys';
import type { Manifest } from './manifest';
import { none, servedFields, servedSince } from './served-releases';

/** What the release of a cluster does not serve. */
export interface UnservedField {
  /** Path inside the object. */
  readonly field: string;
  /** The value, where only some values are not served. */
  readonly value?: unknown;
  /** The first release that serves it; absent where none does. */
  readonly since?: string;
}

const minorOf = (release: string): number => Number(release.replace(/^1\./, ''));

const isServed = (since: string, release: string): boolean => since !== none && minorOf(since) <= minorOf(release);

const sinceOf = (since: string): Pick<UnservedField, 'since'> => (since === none ? {} : { since });

function unservedIn(value: unknown, type: ValueType, path: string, release: string): readonly UnservedField[] {
  if (Array.isArray(value))
    return value.flatMap((each, i) => unservedIn(each, type, childPath(path, i).replace(/^\./, ''), release));
  if (!isPlainObject(value) || type === undefined) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (each === undefined) return [];
    const field = childPath(path, key).replace(/^\./, '');
    const served = own(servedFields, `${type}.${key}`);
    if (served === undefined || isServed(served.since, release) || each === served.usual)
      return unservedIn(each, fieldType(type, key), field, release);
    if (served.values === undefined) return [{ field, ...sinceOf(served.since) }];
    return served.values.includes(each) ? [{ field, value: each, ...sinceOf(served.since) }] : [];
  });
}

/** Fields and values of an object that a release does not serve. */
export function unservedFields(manifest: Manifest, release: string): readonly UnservedField[] {
  const { apiVersion, kind } = manifest;
  const since = servedSince(apiVersion, kind);
  return [
    ...(since === undefined || isServed(since, release)
      ? []
      : [{ field: 'apiVersion', value: apiVersion, ...sinceOf(since) }]),
    ...unservedIn(manifest, objectType(apiVersion, kind), '', release),
  ];
}
