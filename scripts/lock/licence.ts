/** The licence that the header of a GGUF file states: its name in SPDX, or its own name and its address. */
import type { ModelHeader } from '../../lib/internal';

/** Longest text of a licence that the lock takes. */
const longest = 300;

/** `apache-2.0`; `llama3.1, https://…` where the name in SPDX is `other`; `undefined` where the file states none. */
export function licenceOf({ metadata }: Pick<ModelHeader, 'metadata'>): string | undefined {
  const stated = (key: string): string | undefined => {
    const value = metadata[key];
    const text = typeof value === 'string' ? value.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').trim() : '';
    return text === '' ? undefined : text;
  };
  const id = stated('general.license');
  const name = id === undefined || id === 'other' ? (stated('general.license.name') ?? id) : id;
  const text = [name, stated('general.license.link')].filter((each) => each !== undefined).join(', ');
  return text === '' ? undefined : text.slice(0, longest);
}
