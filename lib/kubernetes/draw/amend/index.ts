/**
 * The escape hatch: a strategic merge patch or a JSON patch of drawn objects, with a reason. One that matches or changes
 * nothing, or renames, is refused.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Amendment, fault, type Fault, notJson, type Path } from '../../../core';
import { type Manifest, title } from '../../read';
import { followContent, type Followed } from './follow-content';
import { applyOperations } from './json-patch';
import { mergePatch } from './strategic-merge';
import { isPattern, matchesNothing, titlesOf } from './target';

/** What others refer to an object by: an amendment that changes it would leave them with nothing. */
const isSameObject = (before: Manifest, after: unknown): after is Manifest => {
  const { apiVersion, kind, metadata } = after as Partial<Manifest>;
  return (
    apiVersion === before.apiVersion &&
    kind === before.kind &&
    metadata?.name === before.metadata.name &&
    metadata.namespace === before.metadata.namespace
  );
};

/** Objects with amendments, and as they were drawn, both by their final names. */
export interface Amended extends Followed {
  readonly faults: readonly Fault[];
}

/** One object, changed, or what is wrong with that. */
function changed(before: Manifest, { target, patch, jsonPatch }: Amendment, place: Path): Manifest | readonly Fault[] {
  const { after, faults } =
    patch === undefined
      ? applyOperations(before, jsonPatch, `${place}.jsonPatch`)
      : mergePatch(before, patch, `${place}.patch`);
  if (faults.length > 0) return faults;
  if (isSameObject(before, after)) return after;
  const object = isPattern(target) ? title(before) : target;
  return [
    fault('AmendmentRenames', place, `the patch changes what '${object}' is known by`, {
      fix: 'leave apiVersion, kind, name and namespace as they are',
    }),
  ];
}

const isFaults = (result: Manifest | readonly Fault[]): result is readonly Fault[] => Array.isArray(result);

/**
 * Applies amendments in order; then names that follow content follow what was amended. An amendment that cannot be
 * applied to one of its objects is not applied to those after it.
 *
 * @param objects `all` those of an environment, or a `part`: an amendment of others is then none of its matter
 * @returns faults with the codes `AmendmentNotJson`, `AmendmentMatchesNothing`, `AmendmentChangesNothing`,
 *   `AmendmentRenames`, `AmendmentListKey`, `AmendmentReplacesList`, `AmendmentDirective`, `AmendmentPath`,
 *   `AmendmentTestFails`
 */
export function amend(
  manifests: readonly Manifest[],
  amendments: readonly Amendment[],
  at: Path,
  objects: 'all' | 'part' = 'all',
): Amended {
  if (amendments.length === 0) return { manifests, drawn: manifests, faults: [] };
  const titles = titlesOf(manifests);
  const amended = [...manifests];

  function apply(amendment: Amendment, place: Path): readonly Fault[] {
    const { target, patch, jsonPatch } = amendment;
    const unreadable = notJson(patch ?? jsonPatch, `${place}.${patch === undefined ? 'jsonPatch' : 'patch'}`);
    if (unreadable.length > 0)
      return unreadable.map(({ at: where, found, allowed }) => fault('AmendmentNotJson', where, found, { allowed }));
    const found = titles.find(target);
    if (found.length === 0) {
      const isElsewhere = objects === 'part' && titles.lasting(target) === undefined;
      return isElsewhere ? [] : [matchesNothing(target, titles, place)];
    }
    let isSame = true;
    for (const index of found) {
      const before = amended[index] as Manifest;
      const result = changed(before, amendment, place);
      if (isFaults(result)) return result;
      if (isDeepStrictEqual(before, result)) continue;
      isSame = false;
      amended[index] = result;
    }
    if (!isSame || (objects === 'part' && isPattern(target))) return [];
    return [
      fault('AmendmentChangesNothing', place, `'${target}' is already as the patch says`, {
        fix: 'remove the amendment',
      }),
    ];
  }

  const faults = amendments.flatMap((amendment, i) => apply(amendment, `${at}[${i}]`));
  return { ...followContent(manifests, amended), faults };
}
