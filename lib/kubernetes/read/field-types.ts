/**
 * The type of every field of the kinds that Corral draws: refuses a value that its field cannot hold, before anything
 * reads it.
 */
import { childPath, isPlainObject, isQuantity, isText, notJson, valueText } from '../../core';
import { fieldRanges, int32, int64, type Range } from './field-ranges';
import table from './field-types.json';
import { furtherKinds, furtherTypes } from './further-field-types';

/** A field whose value is not what its kind takes. */
export interface FieldFault {
  /** Path inside the object. */
  readonly field: string;
  readonly found: string;
  readonly fix: string;
  /** Whether only this release of Kubernetes does not have the field: the value itself can be read. */
  readonly isUnknown: boolean;
}

/** A field of a type. */
interface Field {
  readonly type: string;
  readonly range: Range | undefined;
}

/** A type with its fields by name. */
interface ObjectType {
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly string[];
  /** Whether it has fields that are not in the table. */
  readonly isOpen: boolean;
}

/** @param fields type of each field by its name; a required one ends in `!` */
function objectType(name: string, fields: Readonly<Record<string, string>>): ObjectType {
  const entries = Object.entries(fields);
  return {
    fields: new Map(
      entries.map(([key, type]) => [key, { type: type.replace(/!$/, ''), range: fieldRanges.get(`${name}.${key}`) }]),
    ),
    required: entries.filter(([, type]) => type.endsWith('!')).map(([key]) => key),
    isOpen: Object.hasOwn(furtherTypes, name),
  };
}

const kinds: ReadonlyMap<string, string> = new Map(Object.entries(table.kinds));
const written: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...table.types, ...furtherTypes };
const isObjectType = (name: string): boolean => Object.hasOwn(written, name);

/** Types that were asked for: an environment has a few of the hundreds. */
const types = new Map<string, ObjectType>();

function typeNamed(name: string): ObjectType | undefined {
  const fields = isObjectType(name) ? written[name] : undefined;
  if (fields === undefined) return undefined;
  const type = types.get(name) ?? objectType(name, fields);
  types.set(name, type);
  return type;
}

/** Name of the type of a kind, by API version and kind: `apps/v1 Deployment`. */
export const typeOfKind = (kind: string): string | undefined => kinds.get(kind);

/** Type of a field of a type, as the table writes it: `string`, `[]Container`, `{}string`. */
export const typeOfField = (type: string, field: string): string | undefined =>
  typeNamed(type)?.fields.get(field)?.type;

/** What is read of every object, whatever its kind. */
const anyKind = objectType('', { apiVersion: 'string!', kind: 'string!', metadata: 'ObjectMeta!' });

/** Where no range is known, Kubernetes counts: from 0 to what the type holds. */
const ofType: Readonly<Record<string, Range>> = {
  int32: { least: 0, most: int32.most },
  int64: { least: 0, most: int64.most },
  intOrString: { least: 0, most: int32.most },
};

/** Of a type of numbers that no release had when the table was made. */
const unknown: Range = int64;

const rangeText = ({ least, most }: Range): string => `a whole number from ${least} to ${most}`;

/** A type in words. */
function words(type: string, range: Range | undefined): string {
  if (type.startsWith('[]')) return 'a list';
  if (type.startsWith('{}') || isObjectType(type)) return 'an object';
  switch (type) {
    case 'string':
      return 'a text';
    case 'boolean':
      return 'true or false';
    case 'number':
      return 'a finite number';
    case 'quantity':
      return 'a quantity: 500m, 4, 16Gi';
    default: {
      const known = range ?? ofType[type] ?? unknown;
      return type === 'intOrString' ? `${rangeText(known)}, or ${known.text?.what ?? 'a text'}` : rangeText(known);
    }
  }
}

const isWhole = (value: unknown, { least, most }: Range): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

/** Whether a value is of the type itself; what is inside is looked at one by one. */
function fits(value: unknown, type: string, range: Range | undefined): boolean {
  if (type.startsWith('[]')) return Array.isArray(value);
  if (type.startsWith('{}') || isObjectType(type)) return isPlainObject(value);
  switch (type) {
    case 'string':
      return typeof value === 'string' && isText(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return Number.isFinite(value);
    case 'quantity':
      return (
        (typeof value === 'string' && isQuantity(value)) ||
        (typeof value === 'number' && Number.isFinite(value) && value >= 0)
      );
    default: {
      const known = range ?? ofType[type] ?? unknown;
      if (type === 'intOrString' && typeof value === 'string')
        return known.text === undefined ? isText(value) : known.text.form.test(value);
      return isWhole(value, known);
    }
  }
}

/** A place inside an object. Nearly every value is right, so its path is written only where one is not. */
interface Place {
  readonly within?: Place;
  readonly key: string | number;
}

const pathTo = ({ within, key }: Place): string =>
  childPath(within === undefined ? '' : pathTo(within), key).replace(/^\./, '');

/** A value of which only its reader knows what it means: of a kind of others, or an extension. */
const ofAny = (value: unknown, place: Place): FieldFault[] =>
  notJson(value, pathTo(place)).map(({ at: field, found, allowed }) => ({
    field,
    found,
    fix: `write ${allowed}`,
    isUnknown: false,
  }));

/** True for a number that only its range refuses, false for a value of another type. */
const isNumberFor = (value: unknown, type: string): boolean =>
  typeof value === 'number' && Number.isInteger(value) && Object.hasOwn(ofType, type);

function ofValue(value: unknown, type: string, place: Place, range?: Range): readonly FieldFault[] {
  if (type === 'any') return ofAny(value, place);
  if (!fits(value, type, range)) {
    const fix = value === null ? `leave it out, or write ${words(type, range)}` : `write ${words(type, range)}`;
    const found = `${valueText(value)} is ${isNumberFor(value, type) ? 'out of range' : 'of the wrong type'}`;
    return [{ field: pathTo(place), found, fix, isUnknown: false }];
  }
  if (type.startsWith('[]')) {
    return (value as readonly unknown[]).flatMap((item, key) =>
      ofValue(item, type.slice(2), { within: place, key }, range),
    );
  }
  if (type.startsWith('{}')) return ofMap(value as Readonly<Record<string, unknown>>, type.slice(2), place);
  const known = typeNamed(type);
  return known === undefined ? [] : ofObject(value as Readonly<Record<string, unknown>>, known, place);
}

const ofMap = (value: Readonly<Record<string, unknown>>, type: string, place: Place): readonly FieldFault[] =>
  Object.entries(value).flatMap(([key, each]) =>
    isText(key)
      ? ofValue(each, type, { within: place, key })
      : [{ field: pathTo(place), found: 'a key has half of a surrogate pair', fix: 'write a text', isUnknown: false }],
  );

function ofObject(
  value: Readonly<Record<string, unknown>>,
  { fields, required, isOpen }: ObjectType,
  within?: Place,
): readonly FieldFault[] {
  const missing = required
    .filter((key) => !Object.hasOwn(value, key) || value[key] === undefined)
    .map((key): FieldFault => {
      const { type = '', range } = fields.get(key) ?? {};
      return {
        field: pathTo({ within, key }),
        found: 'the field is missing, and its kind requires it',
        fix: `write ${words(type, range)}`,
        isUnknown: false,
      };
    });
  const wrong = Object.entries(value).flatMap(([key, each]): readonly FieldFault[] => {
    if (each === undefined) return [];
    const known = fields.get(key);
    if (known === undefined && isOpen) return ofAny(each, { within, key });
    return known === undefined
      ? [
          {
            field: pathTo({ within, key }),
            found: 'there is no such field',
            fix: 'correct its name, or leave it out',
            isUnknown: true,
          },
        ]
      : ofValue(each, known.type, { within, key }, known.range);
  });
  return [...missing, ...wrong];
}

/**
 * Every field of an object that cannot hold its value. A kind that is not in the table is read as far as all objects
 * are alike.
 */
export function fieldFaults(manifest: Readonly<Record<string, unknown>>): readonly FieldFault[] {
  const general = Object.fromEntries(
    [...anyKind.fields.keys()].filter((key) => Object.hasOwn(manifest, key)).map((key) => [key, manifest[key]]),
  );
  const faults = ofObject(general, anyKind);
  if (faults.some(({ isUnknown }) => !isUnknown)) return faults;
  const kind = `${String(manifest['apiVersion'])} ${String(manifest['kind'])}`;
  const known = typeNamed(kinds.get(kind) ?? furtherKinds[kind] ?? '');
  if (known !== undefined) return ofObject(manifest, known);
  return [
    ...faults,
    ...Object.entries(manifest)
      .filter(([key]) => !anyKind.fields.has(key))
      .flatMap(([key, value]) => ofAny(value, { key })),
  ];
}
