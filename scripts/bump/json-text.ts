/** How a file of facts is written: what fits a line is on one line, so that a review sees what changed. */

const longestLine = 120;

/** On one line: `{ "value": "N", "aliases": ["-t"] }`. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return fields.length === 0
    ? '{}'
    : `{ ${fields.map(([key, each]) => `${JSON.stringify(key)}: ${inline(each)}`).join(', ')} }`;
}

function text(value: unknown, indent: string, key = ''): string {
  const line = `${key}${inline(value)}`;
  const isTop = indent === '';
  if (typeof value !== 'object' || value === null || (!isTop && indent.length + line.length < longestLine))
    return `${indent}${line}`;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((each) => text(each, `${indent}  `))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([name, each]) => text(each, `${indent}  `, `${JSON.stringify(name)}: `));
  return `${indent}${key}${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/** A value as JSON text with a line end; fields that are `undefined` are left out. */
export const jsonText = (value: object): string => `${text(value, '')}\n`;
