/**
 * Copies a value of a program into plain data, and reports what is none: dates, cycles, getters that throw, lists with
 * holes, broken texts, and what is larger than any environment. What reads the copy never meets code of the user.
 */
import { childPath, isText, type Path } from '../../core';
import { largestInput } from '../../schema';
import type { FaultList } from '../fault-codes';

/** A place in the value. Nearly every value is right, so its path is written only where one is not. */
type Place = Path | { readonly within: Place; readonly key: string | number };

const pathTo = (place: Place): Path => (typeof place === 'string' ? place : childPath(pathTo(place.within), place.key));

/** What stands in the copy for a part that was reported. */
const reported = undefined;

/** A part that was copied without a fault. */
interface Part {
  readonly copy: unknown;
  /** Values in it, which count for every environment that has it. */
  readonly values: number;
}

/**
 * Parts that several environments have in common, such as a catalogue: each is copied once. For one call, in which no
 * code of the user changes them.
 */
export type CommonParts = Map<object, Part>;

/** Levels above a part that may be common: the environment and one of its fields. */
const levelsAbovePart = 2;

class Copier {
  private values = 0;
  private readonly above = new Set<object>();
  /** Places that were reported: what a schema says of the hole that is left there is no news. */
  readonly places: Path[] = [];

  constructor(
    private readonly faults: FaultList,
    private readonly common: CommonParts,
  ) {}

  copy(value: unknown, place: Place): unknown {
    if (this.above.size !== levelsAbovePart || typeof value !== 'object' || value === null)
      return this.copyAnew(value, place);
    const known = this.common.get(value);
    if (known !== undefined && this.values + known.values <= largestInput.values) {
      this.values += known.values;
      return known.copy;
    }
    const [before, reportedBefore] = [this.values, this.places.length];
    const copy = this.copyAnew(value, place);
    if (this.places.length === reportedBefore) this.common.set(value, { copy, values: this.values - before });
    return copy;
  }

  private copyAnew(value: unknown, place: Place): unknown {
    this.values += 1;
    if (this.values > largestInput.values)
      return this.values === largestInput.values + 1
        ? this.large(place, `more than ${largestInput.values} values`, 'fewer')
        : reported;
    // YAML would write -0, which is the same number.
    if (typeof value === 'number') return value === 0 ? 0 : value;
    if (typeof value === 'string') return this.text(value, place);
    if (typeof value !== 'object' || value === null) return value;
    if (this.above.has(value)) return this.refuse('NotPlain', place, 'the value contains itself', 'a value that ends');
    if (this.above.size >= largestInput.depth)
      return this.large(
        place,
        `nested more than ${largestInput.depth} levels deep`,
        `at most ${largestInput.depth} levels`,
      );
    this.above.add(value);
    try {
      return Array.isArray(value) ? this.list(value, place) : this.object(value, place);
    } catch {
      return this.refuse('NotPlain', place, 'the value cannot be read: its own code throws', 'plain values');
    } finally {
      this.above.delete(value);
    }
  }

  private refuse(
    code: 'NotPlain' | 'BadFormat' | 'BadName' | 'OutOfRange',
    place: Place,
    found: string,
    allowed: string,
  ): undefined {
    const path = pathTo(place);
    this.places.push(path);
    this.faults.add(code, path, found, { allowed });
    return reported;
  }

  private large(place: Place, found: string, allowed: string): undefined {
    return this.refuse('OutOfRange', place, `the value is too large: ${found}`, allowed);
  }

  private text(value: string, place: Place): string | undefined {
    if (value.length > largestInput.characters)
      return this.large(place, `a text of ${value.length} characters`, `at most ${largestInput.characters}`);
    return isText(value)
      ? value
      : this.refuse('BadFormat', place, 'the text has half of a surrogate pair', 'a text that UTF-8 can carry');
  }

  private list(value: readonly unknown[], place: Place): unknown {
    const { length } = value;
    if (length > largestInput.entries)
      return this.large(place, `a list of ${length} entries`, `at most ${largestInput.entries}`);
    const hole = Array.from({ length }, (_, i) => i).find((i) => !(i in value));
    if (hole !== undefined)
      return this.refuse('NotPlain', place, `the list has a hole at index ${hole}`, 'a value at each index');
    return Array.from({ length }, (_, i) => this.copy(value[i], { within: place, key: i }));
  }

  private object(value: object, place: Place): unknown {
    // By its tag: an object may come from another realm, where classes are others.
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== 'Object')
      return this.refuse(
        'NotPlain',
        place,
        `the value is a ${tag}, not plain data`,
        'a number, a text, true, false, a list or an object',
      );
    const keys = Object.keys(value);
    if (keys.length > largestInput.entries)
      return this.large(place, `an object of ${keys.length} entries`, `at most ${largestInput.entries}`);
    // Assigned one by one: Object.fromEntries is much slower, and a catalogue has thousands of objects.
    const copy: Record<string, unknown> = {};
    for (const key of keys) {
      const here = { within: place, key };
      if (this.isName(key, here))
        copy[key] = this.copy(this.get(value as Readonly<Record<string, unknown>>, key, here), here);
    }
    return copy;
  }

  private isName(key: string, place: Place): boolean {
    if (key === '__proto__')
      this.refuse('BadName', place, 'this name would replace the prototype of the object', 'any other name');
    else if (!isText(key))
      this.refuse('BadName', place, 'the name has half of a surrogate pair', 'a text that UTF-8 can carry');
    else return true;
    return false;
  }

  /** The value of a field, whose getter may throw. */
  private get(owner: Readonly<Record<string, unknown>>, key: string, place: Place): unknown {
    try {
      return owner[key];
    } catch {
      return this.refuse('NotPlain', place, 'the value cannot be read: its getter throws', 'a plain value');
    }
  }
}

/**
 * A plain copy, and the places that were reported.
 *
 * @param common parts of earlier copies of the same call
 */
export function plain(
  faults: FaultList,
  value: unknown,
  place: Path,
  common: CommonParts = new Map(),
): { readonly value: unknown; readonly reported: readonly Path[] } {
  const copier = new Copier(faults, common);
  return { value: copier.copy(value, place), reported: copier.places };
}
