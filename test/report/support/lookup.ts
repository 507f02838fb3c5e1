/** What a mark of a page points to in the JSON of a plan: pointers with `*` for sums, `#` for counts, ` + ` and ` - `. */

const keysOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Every value that a pointer names; several where it has a `*`. */
function valuesAt(json: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
  if (key === undefined) return [json];
  if (key === '*') return (json as readonly unknown[]).flatMap((each) => valuesAt(each, rest));
  return valuesAt((json as Readonly<Record<string, unknown>> | undefined)?.[key], rest);
}

function termAt(json: unknown, term: string): unknown {
  if (term.startsWith('#')) return (valuesAt(json, keysOf(term.slice(1)))[0] as readonly unknown[]).length;
  const values = valuesAt(json, keysOf(term));
  return term.includes('/*/') ? values.reduce<number>((sum, value) => sum + Number(value), 0) : values[0];
}

/** The number or text that a mark must show. */
export function lookup(json: unknown, at: string): unknown {
  const [first = '', ...others] = at.split(/ (?=[+-] )/);
  return others.reduce<unknown>(
    (value, part) => {
      const amount = Number(termAt(json, part.slice(2)));
      return part.startsWith('-') ? Number(value) - amount : Number(value) + amount;
    },
    termAt(json, first),
  );
}
