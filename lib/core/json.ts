/**
 * What a JSON text can carry: refuses numbers without a value, cycles, functions, broken texts and keys that change an
 * object's prototype.
 */
import { childPath, type Path } from './path';

/** A place in a value that JSON cannot carry. */
export interface NotJson {
  readonly at: Path;
  /** What is there: one clause. */
  readonly found: string;
  readonly allowed: string;
}

/** Deepest nesting that is read; no object of Kubernetes is half as deep. */
const deepest = 64;

/** Whether a text can be written as UTF-8: half of a surrogate pair alone is valid in a program, not in a text. */
export const isText = (value: string): boolean => value.isWellFormed();

/** Whether a value is an object as JSON has them: a list is none, and neither is an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // By its prototype's own prototype: an object may come from another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A value of the object itself, never one that it inherits: `constructor` is a property of every object. */
export const own = <T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;

const typeName = (value: unknown): string =>
  typeof value === 'object'
    ? 'an instance of a class'
    : typeof value === 'undefined'
      ? 'undefined'
      : `a ${typeof value}`;

function ofValue(value: unknown, place: Path): NotJson | undefined {
  if (typeof value === 'string')
    return isText(value)
      ? undefined
      : { at: place, found: 'the text has half of a surrogate pair', allowed: 'a text that UTF-8 can carry' };
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? undefined
      : { at: place, found: `${value} is no number of JSON`, allowed: 'a finite number' };
  if (value === null || typeof value === 'boolean' || Array.isArray(value) || isPlainObject(value)) return undefined;
  return {
    at: place,
    found: `${typeName(value)} is no value of JSON`,
    allowed: 'a text, a number, true, false, null, a list or an object',
  };
}

function ofKey(key: string, place: Path): NotJson | undefined {
  if (key === '__proto__')
    return { at: place, found: 'this key would replace the prototype of the object', allowed: 'any other key' };
  return isText(key)
    ? undefined
    : { at: place, found: 'the key has half of a surrogate pair', allowed: 'a text that UTF-8 can carry' };
}

/** Everything in a value that JSON cannot carry, in the order in which it stands. */
export function notJson(value: unknown, place: Path): readonly NotJson[] {
  const above = new Set<object>();
  function walk(each: unknown, here: Path): NotJson[] {
    const wrong = ofValue(each, here);
    if (wrong !== undefined) return [wrong];
    if (typeof each !== 'object' || each === null) return [];
    if (above.has(each)) return [{ at: here, found: 'the value contains itself', allowed: 'a value that ends' }];
    if (above.size >= deepest)
      return [
        {
          at: here,
          found: `the value is nested more than ${deepest} levels deep`,
          allowed: `at most ${deepest} levels`,
        },
      ];
    above.add(each);
    const inside = Array.isArray(each)
      ? Array.from(each as readonly unknown[], (item, i) => walk(item, childPath(here, i))).flat()
      : Object.keys(each).flatMap((key) => {
          const child = childPath(here, key);
          const badKey = ofKey(key, child);
          return badKey === undefined ? walk((each as Readonly<Record<string, unknown>>)[key], child) : [badKey];
        });
    above.delete(each);
    return inside;
  }
  return walk(value, place);
}
