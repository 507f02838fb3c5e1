/** A value as TypeScript, so that a failing case can be pasted into an overlay. */

const key = (name: string): string =>
  name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);

/** Longest text that is printed whole. */
const longest = 200;

function text(value: string): string {
  return value.length > longest && new Set(value).size === 1
    ? `${JSON.stringify(value[0])}.repeat(${value.length})`
    : JSON.stringify(value);
}

/** Source of a value; what stands above itself is called a cycle. */
export function printed(value: unknown, indent = '', above: readonly unknown[] = []): string {
  if (typeof value === 'string') return text(value);
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return value.toString();
  if (typeof value === 'symbol') return 'Symbol()';
  if (typeof value !== 'object' || value === null) return String(value);
  if (above.includes(value)) return '/* a cycle */ undefined';
  const inner = `${indent}  `;
  const next = [...above, value];
  if (Array.isArray(value)) {
    if (value.length > 20) return `Array.from({ length: ${value.length} }, () => ${printed(value[0], inner, next)})`;
    return `[${value.map((each) => printed(each, inner, next)).join(', ')}]`;
  }
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value) as null))
    return `/* ${Object.prototype.toString.call(value)} */ new Date(0)`;
  return `{\n${Object.entries(value)
    .map(([name, each]) => `${inner}${key(name)}: ${printed(each, inner, next)},\n`)
    .join('')}${indent}}`;
}
