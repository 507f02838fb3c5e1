/**
 * A strategic merge patch: objects merge, `null` removes a field, lists with a merge key merge by it. A list without
 * one is never replaced silently.
 */
import { isDeepStrictEqual } from 'node:util';
import { childPath, counted, type Fault, fault, isPlainObject, own, type Path, valueText } from '../../../core';
import { fieldType, listKeys, type Manifest, objectType, title, type ValueType } from '../../read';

type Tree = Readonly<Record<string, unknown>>;

/** Where the merge stands. */
interface Place {
  /** In the patch, for faults. */
  readonly at: Path;
  /** In the object, as a JSON pointer. */
  readonly pointer: string;
  /** Title of the object. */
  readonly object: string;
  readonly report: (fault: Fault) => void;
}

const directives = ['delete', 'replace', 'merge'] as const;
const directive = '$patch';

/** Directives of Kubernetes that a JSON patch says more plainly. */
const notOffered = /^\$(retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

const pointerTo = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const into = (place: Place, key: string, at: string | number = key): Place => ({
  ...place,
  at: childPath(place.at, key),
  pointer: pointerTo(place.pointer, at),
});

const asks = (value: unknown, for_: (typeof directives)[number]): boolean =>
  isPlainObject(value) && value[directive] === for_;

const without = (patch: Tree): Tree => Object.fromEntries(Object.entries(patch).filter(([key]) => key !== directive));

/** A directive that is none, or that is not offered. */
function checkDirective(key: string, value: unknown, place: Place): void {
  const isKnown = key === directive && directives.some((each) => each === value);
  if (isKnown || (key !== directive && !notOffered.test(key))) return;
  const found = key === directive ? `${valueText(value)} is no directive` : 'this directive is not offered';
  place.report(
    fault('AmendmentDirective', childPath(place.at, key), found, {
      allowed: directives.map((each) => `${directive}: '${each}'`),
      fix: key === directive ? [] : ['use operations instead: jsonPatch'],
    }),
  );
}

function mergeObject(before: unknown, patch: Tree, type: ValueType, place: Place): Tree {
  // As Kubernetes has it: `null` removes a field, and the directive empties it.
  if (asks(patch, 'delete')) return {};
  if (asks(patch, 'replace')) return without(patch);
  const merged: Record<string, unknown> = isPlainObject(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) checkDirective(key, value, place);
    if (key === directive || notOffered.test(key)) continue;
    if (value === null) delete merged[key];
    else merged[key] = mergeField(own(merged, key), value, type, key, place);
  }
  return merged;
}

function mergeField(before: unknown, value: unknown, type: ValueType, key: string, outer: Place): unknown {
  const place = into(outer, key);
  if (isPlainObject(value)) return mergeObject(before, value, fieldType(type, key), place);
  return Array.isArray(value) ? mergeList(Array.isArray(before) ? before : [], value, { type, key }, place) : value;
}

/** A list as its owner knows it. */
interface ListField {
  /** Type of the object that has the list. */
  readonly type: ValueType;
  readonly key: string;
}

function mergeList(
  before: readonly unknown[],
  patch: readonly unknown[],
  list: ListField,
  place: Place,
): readonly unknown[] {
  if (patch.some((each) => asks(each, 'replace'))) return replacedList(patch, place);
  const keys = listKeys(list.type, list.key);
  if (keys === undefined) return replaceList(before, patch, list, place);
  if (keys.length === 0)
    return [...before, ...patch.filter((each) => !before.some((other) => isDeepStrictEqual(each, other)))];
  return mergeEntries(before, patch, keys, fieldType(list.type, list.key), place, list.key);
}

/** The directive alone in an entry stands for the list; beside other fields it would take the entry away. */
function replacedList(patch: readonly unknown[], place: Place): readonly unknown[] {
  patch.forEach((each, i) => {
    if (isPlainObject(each) && asks(each, 'replace') && Object.keys(each).length > 1)
      place.report(
        fault(
          'AmendmentDirective',
          `${place.at}[${i}]`,
          `\`${directive}: 'replace'\` replaces the list, and has other fields beside it`,
          { fix: [`write it as an entry of its own: [{ ${directive}: 'replace' }, …]`] },
        ),
      );
  });
  return patch.filter((each) => !asks(each, 'replace'));
}

/** Lists to which only a whole container can be added. */
const isContainers = /^(initC|c)ontainers$/;

/** Longest text of a lost entry. */
const longestEntry = 60;
/** Lost entries that are named. */
const namedEntries = 3;

function entryText(entry: unknown): string {
  if (typeof entry === 'string') return valueText(entry);
  const text = JSON.stringify(entry);
  return text.length <= longestEntry ? text : `${text.slice(0, longestEntry)}…`;
}

/** A list without a merge key is replaced whole, so a patch must not lose entries that it does not name. */
function replaceList(
  before: readonly unknown[],
  patch: readonly unknown[],
  { key }: ListField,
  place: Place,
): readonly unknown[] {
  patch.forEach((each, i) => {
    if (isPlainObject(each) && directive in each)
      place.report(
        fault('AmendmentDirective', `${place.at}[${i}]`, `'${key}' has no merge key, so no entry can be found by it`, {
          fix: 'use operations instead: jsonPatch',
        }),
      );
  });
  const lost = before.filter((each) => !patch.some((other) => isDeepStrictEqual(each, other)));
  if (lost.length === 0) return patch;
  const named = lost.slice(0, namedEntries).map(entryText).join(', ');
  const more = lost.length > namedEntries ? ` and ${lost.length - namedEntries} more` : '';
  place.report(
    fault(
      'AmendmentReplacesList',
      place.at,
      `'${key}' of ${place.object} has no merge key: the patch would replace its ${counted(before.length, 'item')} by ${patch.length}, and ${named}${more} would be gone`,
      {
        fix: [
          `add items: jsonPatch: [{ op: 'add', path: '${place.pointer}/-', value: … }]`,
          `replace all of it: jsonPatch: [{ op: 'replace', path: '${place.pointer}', value: […] }]`,
        ],
      },
    ),
  );
  return before;
}

function mergeEntries(
  before: readonly unknown[],
  patch: readonly unknown[],
  keys: readonly string[],
  type: ValueType,
  outer: Place,
  field: string,
): readonly unknown[] {
  const [mergeKey = ''] = keys;
  const merged = [...before];
  patch.forEach((entry, i) => {
    const at = `${outer.at}[${i}]`;
    const wrong = (found: string, fix: string | readonly string[]): void =>
      outer.report(fault('AmendmentListKey', at, found, { fix }));
    const there = (): string =>
      merged.map((each) => valueText(isPlainObject(each) ? own(each, mergeKey) : each)).join(', ') || 'no entry';
    if (!isPlainObject(entry) || entry[mergeKey] === undefined || entry[mergeKey] === null) {
      wrong(
        `Kubernetes finds an entry of '${field}' by \`${mergeKey}\`, and this one has none`,
        `add \`${mergeKey}\`: ${outer.object} has ${there()}`,
      );
      return;
    }
    const given = keys.filter((key) => entry[key] !== undefined);
    const found = merged.flatMap((each, index) =>
      isPlainObject(each) && given.every((key) => isDeepStrictEqual(own(each, key), entry[key])) ? [index] : [],
    );
    const [index = merged.length] = found;
    if (found.length > 1) {
      wrong(
        `${found.length} entries of '${field}' of ${outer.object} have \`${mergeKey}\` ${valueText(entry[mergeKey])}`,
        `add \`${keys.filter((key) => !given.includes(key)).join('`, `') || mergeKey}\`, or use operations: jsonPatch: [{ op: 'replace', path: '${pointerTo(outer.pointer, index)}', value: … }]`,
      );
      return;
    }
    if (asks(entry, 'delete')) {
      if (found.length === 1) merged.splice(index, 1);
      else
        wrong(
          `no entry of '${field}' of ${outer.object} has \`${mergeKey}\` ${valueText(entry[mergeKey])}, so none is removed`,
          `name one that is there: ${there()}`,
        );
      return;
    }
    if (found.length === 0 && isContainers.test(field) && entry['image'] === undefined) {
      wrong(
        `no entry of '${field}' of ${outer.object} has \`${mergeKey}\` ${valueText(entry[mergeKey])}, and a new one needs \`image\``,
        `name one that is there: ${there()}`,
      );
      return;
    }
    const place = { ...outer, at, pointer: pointerTo(outer.pointer, index) };
    merged[index] = mergeObject(merged[index], entry, type, place);
  });
  return merged;
}

/** Merges a patch into an object; while there are faults, the result is of no use. */
export function mergePatch(
  before: Manifest,
  patch: Tree,
  at: Path,
): { readonly after: unknown; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const after = mergeObject(before, patch, objectType(before.apiVersion, before.kind), {
    at,
    pointer: '',
    object: title(before),
    report: (each) => faults.push(each),
  });
  return { after, faults };
}
