/** How types, words of a closed list and places are written in the sentences of faults. */
import { childPath, type Path } from '../../core';

const typeTexts: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  nonoptional: 'any value',
};

/** A type as zod names it, in words. */
export const typeText = (expected: string): string => typeTexts[expected] ?? expected;

/** A word of a closed list: texts are quoted, as an overlay writes them. */
export const wordText = (word: unknown): string => (typeof word === 'string' ? `'${word}'` : String(word));

/** The path of a part, below that of the whole. */
export const pathOf = (base: Path, path: readonly PropertyKey[]): Path =>
  childPath(base, ...path.map((key) => (typeof key === 'number' ? key : String(key))));
