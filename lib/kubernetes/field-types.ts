/** The type of every field of the kinds that Corral draws: refuses a value that its field cannot hold, before anything reads it. */
import { isPlainObject, isText, notJson } from '../core/json';
import { at } from '../core/path';
import table from './field-types.json';

/** A field whose value is not what its kind takes. */
export interface FieldFault {
  /** Path inside the object. */
  readonly field: string;
  readonly found: string;
  readonly fix: string;
  /** Whether only this release of Kubernetes does not have the field: the value itself can be read. */
  readonly isUnknown: boolean;
}

const kinds: ReadonlyMap<string, string> = new Map(Object.entries(table.kinds));
const types: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(table.types as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>)
    .map(([name, fields]) => [name, new Map(Object.entries(fields))]),
);

/** What is read of every object, whatever its kind. */
const anyKind: ReadonlyMap<string, string> = new Map([['apiVersion', 'string!'], ['kind', 'string!'], ['metadata', 'ObjectMeta!']]);

/** Whole numbers that may be below zero; Kubernetes counts with all others. */
const signed: readonly RegExp[] = [/^value$/, /\.priority$/, /\.tolerationSeconds$/];

const largest: Readonly<Record<string, number>> = { int32: 2 ** 31 - 1, int64: Number.MAX_SAFE_INTEGER };

/** Longest text that a sentence quotes whole. */
const longestQuote = 60;

/** A value as a sentence names it. */
function quoted(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function numberText(type: string, field: string): string {
  const most = largest[type] ?? 0;
  return `a whole number from ${signed.some((form) => form.test(field)) ? -most - 1 : 0} to ${most}`;
}

/** A type in words. */
function words(type: string, field: string): string {
  if (type.startsWith('[]')) return 'a list';
  if (type.startsWith('{}') || types.has(type)) return 'an object';
  switch (type) {
    case 'string': return 'a text';
    case 'boolean': return 'true or false';
    case 'number': return 'a finite number';
    case 'quantity': return 'a quantity: 500m, 4, 16Gi';
    case 'intOrString': return 'a whole number from 0 to 2147483647, or a text';
    default: return numberText(type, field);
  }
}

function isWhole(value: unknown, type: string, field: string): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  const most = largest[type] ?? 0;
  return value <= most && value >= (signed.some((form) => form.test(field)) ? -most - 1 : 0);
}

/** Whether a value is of the type itself; what is inside is looked at one by one. */
function fits(value: unknown, type: string, field: string): boolean {
  if (type.startsWith('[]')) return Array.isArray(value);
  if (type.startsWith('{}') || types.has(type)) return isPlainObject(value);
  switch (type) {
    case 'string': return typeof value === 'string' && isText(value);
    case 'boolean': return typeof value === 'boolean';
    case 'number': return Number.isFinite(value);
    case 'quantity': return typeof value === 'string' || Number.isFinite(value);
    case 'intOrString': return typeof value === 'string' || isWhole(value, 'int32', field);
    default: return isWhole(value, type, field);
  }
}

const inside = (path: string, key: string | number): string => at(path, key).replace(/^\./, '');

/** A value of which only its reader knows what it means: of a kind of others, or an extension. */
const ofAny = (value: unknown, field: string): FieldFault[] =>
  notJson(value, field).map(({ at: place, found, allowed }) => ({ field: place, found, fix: `write ${allowed}`, isUnknown: false }));

function ofValue(value: unknown, type: string, field: string): FieldFault[] {
  if (type === 'any') return ofAny(value, field);
  if (!fits(value, type, field)) {
    const fix = value === null ? `leave it out, or write ${words(type, field)}` : `write ${words(type, field)}`;
    return [{ field, found: `${quoted(value)} is of the wrong type`, fix, isUnknown: false }];
  }
  if (type.startsWith('[]')) return (value as readonly unknown[]).flatMap((item, i) => ofValue(item, type.slice(2), inside(field, i)));
  if (type.startsWith('{}')) return ofMap(value as Readonly<Record<string, unknown>>, type.slice(2), field);
  const fields = types.get(type);
  return fields === undefined ? [] : ofObject(value as Readonly<Record<string, unknown>>, fields, field);
}

const ofMap = (value: Readonly<Record<string, unknown>>, type: string, field: string): FieldFault[] =>
  Object.entries(value).flatMap(([key, each]) => (isText(key) ? ofValue(each, type, inside(field, key))
    : [{ field, found: 'a key has half of a surrogate pair', fix: 'write a text', isUnknown: false }]));

function ofObject(value: Readonly<Record<string, unknown>>, fields: ReadonlyMap<string, string>, path: string): FieldFault[] {
  const missing = [...fields].filter(([key, type]) => type.endsWith('!') && (!Object.hasOwn(value, key) || value[key] === undefined));
  return [
    ...missing.map(([key, type]) => {
      const field = inside(path, key);
      return { field, found: 'the field is missing, and its kind requires it', fix: `write ${words(type.slice(0, -1), field)}`, isUnknown: false };
    }),
    ...Object.entries(value).filter(([, each]) => each !== undefined).flatMap(([key, each]): FieldFault[] => {
      const field = inside(path, key);
      const type = fields.get(key)?.replace(/!$/, '');
      return type === undefined
        ? [{ field, found: 'there is no such field', fix: 'correct its name, or leave it out', isUnknown: true }] : ofValue(each, type, field);
    }),
  ];
}

/** Every field of an object that cannot hold its value. A kind that is not in the table is read as far as all objects are alike. */
export function fieldFaults(manifest: Readonly<Record<string, unknown>>): readonly FieldFault[] {
  const general = Object.fromEntries([...anyKind.keys()].filter((key) => Object.hasOwn(manifest, key)).map((key) => [key, manifest[key]]));
  const faults = ofObject(general, anyKind, '');
  if (faults.some(({ isUnknown }) => !isUnknown)) return faults;
  const fields = types.get(kinds.get(`${String(manifest['apiVersion'])} ${String(manifest['kind'])}`) ?? '');
  if (fields !== undefined) return ofObject(manifest, fields, '');
  return [...faults, ...Object.entries(manifest).filter(([key]) => !anyKind.has(key)).flatMap(([key, value]) => ofAny(value, inside('', key)))];
}
