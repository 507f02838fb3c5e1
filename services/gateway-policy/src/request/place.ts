/** Where a value stands in the text of a JSON object. */
import { endOfString, isKeyEnd, keyOf } from './scan';

export interface Place {
  /** From the colon of the key to the comma or brace after its value. Undefined: the object has no such key. */
  readonly value: { readonly from: number; readonly to: number } | undefined;
  /** Index of the brace that ends the object. */
  readonly end: number;
}

/** @param text - JSON that has been read */
export function placeOf(text: string, open: number, key: string): Place {
  let depth = 0;
  let from: number | undefined;
  let to: number | undefined;
  for (let at = open; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && from === undefined && isKeyEnd(text, end) && keyOf(text, at, end) === key)
        from = text.indexOf(':', end) + 1;
      at = end;
    } else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === ',' && depth === 1 && from !== undefined) to ??= at;
    else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth === 0) return { value: from === undefined ? undefined : { from, to: to ?? at }, end: at };
    }
  }
  return { value: undefined, end: text.length };
}
