/** A JSON patch (RFC 6902): cdk8s applies it, and an operation that leads nowhere is refused before. */
import { isDeepStrictEqual } from 'node:util';
import { JsonPatch } from 'cdk8s';
import {
  childPath,
  fault,
  type Fault,
  isPlainObject,
  type JsonPatchOperation,
  own,
  type Path,
  valueText,
} from '../../../core';
import { type Manifest, title } from '../../read';

type Code = 'AmendmentPath' | 'AmendmentTestFails';

/** Why an operation cannot be applied. */
interface Wrong {
  readonly field: 'path' | 'from';
  readonly code?: Code;
  readonly found: string;
  readonly remedies: Readonly<Record<string, string | readonly string[]>>;
}

/** Keys that a sentence lists. */
const mostKeys = 20;

const unescaped = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** What stands at the keys of a pointer: the value, or the last place that is there. */
interface Found {
  readonly value: unknown;
  /** Keys that lead somewhere. */
  readonly depth: number;
}

const child = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? (value[Number(key)] as unknown) : undefined;
  return isPlainObject(value) ? own(value, key) : undefined;
};

function follow(document: unknown, keys: readonly string[]): Found {
  let value = document;
  for (const [depth, key] of keys.entries()) {
    const next = child(value, key);
    if (next === undefined) return { value, depth };
    value = next;
  }
  return { value, depth: keys.length };
}

const pointerOf = (keys: readonly string[]): string => keys.map((key) => `/${escaped(key)}`).join('');

/** What may follow a place that is there. */
function below(value: unknown, isNew: boolean): string | readonly string[] {
  if (Array.isArray(value)) {
    const last = value.length - 1;
    const indexes = last < 0 ? [] : [last === 0 ? '0' : `0 to ${last}`];
    return isNew ? [...indexes, '- for the end'] : indexes;
  }
  return isPlainObject(value) ? Object.keys(value).slice(0, mostKeys) : [];
}

function missing(
  document: unknown,
  keys: readonly string[],
  field: Wrong['field'],
  object: string,
  isNew = false,
): Wrong {
  const { value, depth } = follow(document, keys);
  return {
    field,
    found: `${object} has no '${pointerOf(keys.slice(0, depth + 1))}'`,
    remedies: {
      [`below '${pointerOf(keys.slice(0, depth)) || '/'}'`]: below(value, isNew && depth === keys.length - 1),
    },
  };
}

/** A pointer as keys, or why it is none. */
function keysOf(pointer: string, field: Wrong['field']): readonly string[] | Wrong {
  const wrong = (found: string, fix: string): Wrong => ({ field, found, remedies: { fix } });
  if (pointer === '' || pointer === '/')
    return wrong(
      'this is the whole object, and an amendment changes fields of it',
      "write the path of a field: '/spec/…'",
    );
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer))
    return wrong(
      `${valueText(pointer)} is no JSON pointer`,
      "write '/' before each key, and '~1' for a '/' in a key: '/metadata/annotations/example.com~1team'",
    );
  const keys = pointer.slice(1).split('/').map(unescaped);
  return keys.some((key) => key === '__proto__')
    ? wrong("'__proto__' would replace the prototype of the object", 'use another key')
    : keys;
}

const isWrong = (keys: readonly string[] | Wrong): keys is Wrong => !Array.isArray(keys);

/** Why a value cannot be put at a place: its parent is missing, or the index is beyond the end. */
function notAddable(document: unknown, keys: readonly string[], object: string): Wrong | undefined {
  const parent = follow(document, keys.slice(0, -1));
  const key = keys.at(-1) ?? '';
  if (parent.depth < keys.length - 1) return missing(document, keys.slice(0, -1), 'path', object);
  if (Array.isArray(parent.value)) {
    const isPlace = key === '-' || (/^(0|[1-9]\d*)$/.test(key) && Number(key) <= parent.value.length);
    return isPlace ? undefined : missing(document, keys, 'path', object, true);
  }
  return isPlainObject(parent.value) ? undefined : missing(document, keys, 'path', object);
}

const notThere = (
  document: unknown,
  keys: readonly string[],
  field: Wrong['field'],
  object: string,
): Wrong | undefined =>
  follow(document, keys).depth < keys.length ? missing(document, keys, field, object) : undefined;

function whyNot(document: unknown, operation: JsonPatchOperation, object: string): Wrong | undefined {
  const keys = keysOf(operation.path, 'path');
  if (isWrong(keys)) return keys;
  if (operation.op === 'add') return notAddable(document, keys, object);
  if (operation.op === 'move' || operation.op === 'copy') {
    const from = keysOf(operation.from, 'from');
    if (isWrong(from)) return from;
    if (operation.op === 'move' && operation.path.startsWith(`${operation.from}/`))
      return {
        field: 'path',
        found: `'${operation.from}' cannot be moved into itself`,
        remedies: { fix: 'move it to a path outside of it' },
      };
    return notThere(document, from, 'from', object) ?? notAddable(document, keys, object);
  }
  const absent = notThere(document, keys, 'path', object);
  if (absent !== undefined || operation.op !== 'test') return absent;
  const { value } = follow(document, keys);
  return isDeepStrictEqual(value, operation.value)
    ? undefined
    : {
        field: 'path',
        code: 'AmendmentTestFails',
        found: `${object} has ${JSON.stringify(value)} at '${operation.path}', and the operation tests for ${JSON.stringify(operation.value)}`,
        remedies: { fix: 'remove the amendment if it is no longer needed, or correct the value of the test' },
      };
}

function asPatch(operation: JsonPatchOperation): JsonPatch {
  switch (operation.op) {
    case 'add':
      return JsonPatch.add(operation.path, operation.value);
    case 'replace':
      return JsonPatch.replace(operation.path, operation.value);
    case 'test':
      return JsonPatch.test(operation.path, operation.value);
    case 'remove':
      return JsonPatch.remove(operation.path);
    case 'move':
      return JsonPatch.move(operation.from, operation.path);
    case 'copy':
      return JsonPatch.copy(operation.from, operation.path);
  }
}

/** Applies operations in order, up to the first that cannot be applied. */
export function applyOperations(
  before: Manifest,
  operations: readonly JsonPatchOperation[],
  at: Path,
): { readonly after: unknown; readonly faults: readonly Fault[] } {
  // cdk8s changes the object that it is given.
  let after = JSON.parse(JSON.stringify(before)) as unknown;
  for (const [i, operation] of operations.entries()) {
    const wrong = whyNot(after, operation, title(before));
    if (wrong !== undefined) {
      const { field, code = 'AmendmentPath', found, remedies } = wrong;
      return { after, faults: [fault(code, childPath(at, i, field), found, remedies)] };
    }
    after = JsonPatch.apply(after, asPatch(operation)) as unknown;
  }
  return { after, faults: [] };
}
