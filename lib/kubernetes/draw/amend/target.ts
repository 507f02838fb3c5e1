/** Which objects an amendment changes: by title without a hash, or by a pattern of titles. */
import { fault, type Fault, type Path } from '../../../core';
import { type Manifest, title } from '../../read';
import { lastingTitle } from '../content';

/** Objects by what amendments call them. */
export interface Titles {
  /** Places of the objects that a target means. */
  readonly find: (target: string) => readonly number[];
  /** The title to use instead of one that ends in a hash; `undefined` if no object has this title. */
  readonly lasting: (target: string) => string | undefined;
}

export const isPattern = (target: string): boolean => target.includes('*');

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A `*` stands for any text without a space or a slash, so that it never reaches from a kind into a name. */
const patternOf = (target: string): RegExp => new RegExp(`^${target.split('*').map(literal).join('[^ /]*')}$`);

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
    lasting: (target) => lasting[manifests.findIndex((manifest) => title(manifest) === target)],
  };
}

/** What is said of a target that means no object. */
export function matchesNothing(target: string, titles: Titles, place: Path): Fault {
  const instead = titles.lasting(target);
  return instead === undefined
    ? fault('AmendmentMatchesNothing', place, `no object is called '${target}'`, {
        fix: 'name an object as `kind namespace/name`, or remove the amendment',
      })
    : fault(
        'AmendmentMatchesNothing',
        place,
        `'${target}' ends in a hash of the content, and the amendment changes the content`,
        { fix: `target: '${instead}'` },
      );
}
