/** The text of a key: `corral_ID_SECRET`. */
const form = /^corral_([0-9A-Za-z]{8,12})_[0-9A-Za-z]{43}$/;

/** The id in a key; undefined where the text is no key by its form. */
export const idOf = (text: string): string | undefined => form.exec(text)?.[1];

/** What a request carries as its key: `Authorization: Bearer` or `x-api-key`. */
export type SentKey = { readonly text: string } | { readonly problem: 'none' | 'two' | 'not-bearer' };

const bearer = /^bearer +(\S+) *$/i;

export function sentKey(authorization: string | undefined, apiKey: string | undefined): SentKey {
  if (authorization === undefined) return apiKey === undefined ? { problem: 'none' } : { text: apiKey };
  const text = bearer.exec(authorization)?.[1];
  if (text === undefined) return { problem: 'not-bearer' };
  return apiKey === undefined || apiKey === text ? { text } : { problem: 'two' };
}
