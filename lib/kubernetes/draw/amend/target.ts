/** Which objects an amendment changes: by title without a hash, or by a pattern of titles. */
import { fault, type Fault, type Path, suggest } from '../../../core';
import { type Manifest, title } from '../../read';
import { lastingTitle } from '../content';

/** Objects by what amendments call them. */
export interface Titles {
  /** Places of the objects that a target means. */
  readonly find: (target: string) => readonly number[];
  /** The title to use instead of one that ends in a hash; `undefined` if no object has this title. */
  readonly lasting: (target: string) => string | undefined;
  /** Titles that may have been meant: of the same name, or spelt alike. */
  readonly near: (target: string) => readonly string[];
}

export const isPattern = (target: string): boolean => target.includes('*');

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A `*` stands for any text without a space or a slash, so that it never reaches from a kind into a name. */
const patternOf = (target: string): RegExp => new RegExp(`^${target.split('*').map(literal).join('[^ /]*')}$`);

/** The last part of a title or of a misspelt one, without a hash at its end. */
const nameIn = (title: string): string => (title.split(/[ /]/).at(-1) ?? '').replace(/-[0-9a-f]{8}$/, '');
const kindIn = (title: string): string => (title.split(/[ /]/)[0] ?? '').toLowerCase();

/** Titles that are printed at most. */
const mostNear = 3;

function nearTitles(target: string, titles: readonly string[]): readonly string[] {
  const named = titles.filter((each) => nameIn(each) === nameIn(target));
  const sameKind = named.filter((each) => kindIn(each) === kindIn(target));
  const found = sameKind.length > 0 ? sameKind : named.length > 0 ? named : suggest(target, titles);
  return found.slice(0, mostNear);
}

export function titlesOf(manifests: readonly Manifest[]): Titles {
  const lasting = manifests.map(lastingTitle);
  const places = new Map<string, number[]>();
  lasting.forEach((each, i) => places.set(each, [...(places.get(each) ?? []), i]));
  return {
    find(target) {
      if (!isPattern(target)) return places.get(target) ?? [];
      const pattern = patternOf(target);
      return lasting.flatMap((each, i) => (pattern.test(each) ? [i] : []));
    },
    near: (target) => (isPattern(target) ? [] : nearTitles(target, [...new Set(lasting)])),
    lasting: (target) => lasting[manifests.findIndex((manifest) => title(manifest) === target)],
  };
}

/** What is said of a target that means no object. */
export function matchesNothing(target: string, titles: Titles, place: Path): Fault {
  const instead = titles.lasting(target);
  return instead === undefined
    ? fault('AmendmentMatchesNothing', place, `no object is called '${target}'`, {
        'did you mean': titles.near(target),
        fix: 'name an object as `kind namespace/name`, or remove the amendment',
      })
    : fault(
        'AmendmentMatchesNothing',
        place,
        `'${target}' ends in a hash of the content, and the amendment changes the content`,
        { fix: `target: '${instead}'` },
      );
}
