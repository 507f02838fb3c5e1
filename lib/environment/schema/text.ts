/** How types and words of a closed list are written in the sentences of faults. */

const typeTexts: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
};

/** A type as zod names it, in words. */
export const typeText = (expected: string): string => typeTexts[expected] ?? expected;

/** A word of a closed list: texts are quoted, as an overlay writes them. */
export const wordText = (word: unknown): string => (typeof word === 'string' ? `'${word}'` : String(word));
