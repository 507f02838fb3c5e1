/**
 * How Kubernetes merges the lists of an object: by which fields it finds an entry again, from the same OpenAPI
 * description as the types of fields.
 */
import { own } from '../../core';
import { typeOfField, typeOfKind } from './field-types';
import table from './merge-keys.json';

const keys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = table;

/** The type of an object, or of a value inside it; `undefined` where it is not known. */
export type ValueType = string | undefined;

/** The type of a whole object. */
export const objectType = (apiVersion: string, kind: string): ValueType => typeOfKind(`${apiVersion} ${kind}`);

/** The type of a field; of a list, that of its entries. */
export function fieldType(type: ValueType, field: string): ValueType {
  if (type === undefined) return undefined;
  return type.startsWith('{}') ? type.slice(2) : typeOfField(type, field)?.replace(/^\[\]/, '');
}

/**
 * Fields that distinguish the entries of a list, the merge key first. Empty for a list of plain values that Kubernetes
 * merges as a set, `undefined` for one that it replaces whole.
 */
export const listKeys = (type: ValueType, field: string): readonly string[] | undefined =>
  type === undefined ? undefined : own(own(keys, type), field);
