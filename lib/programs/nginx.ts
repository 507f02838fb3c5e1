/** The grammar of nginx's configuration: typed directives, rendered once. It knows nothing of weights. */

/** `name argument … ;`, or with a block of directives in braces. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly NginxDirective[];
}

/** A simple directive; numbers are written as they are, booleans as `on` and `off`. */
export const directive = (name: string, ...args: readonly (string | number | boolean)[]): NginxDirective => ({
  name,
  args: args.map((arg) => (typeof arg === 'boolean' ? (arg ? 'on' : 'off') : `${arg}`)),
});

/** A directive with a block. */
export const block = (
  name: string,
  args: readonly string[],
  directives: readonly NginxDirective[],
): NginxDirective => ({ name, args, block: directives });

const plain = /^[^\s;{}"'\\#]+$/;

/** An argument as nginx reads it back: quoted where a blank, a brace or a semicolon would end it. */
const argument = (arg: string): string => (plain.test(arg) ? arg : `"${arg.replaceAll(/["\\]/g, '\\$&')}"`);

/** The file, two spaces to a level. */
export function renderNginx(directives: readonly NginxDirective[], level = 0): string {
  const indent = '  '.repeat(level);
  return directives
    .map(({ name, args, block: inner }) => {
      const head = [indent + name, ...args.map(argument)].join(' ');
      return inner === undefined ? `${head};\n` : `${head} {\n${renderNginx(inner, level + 1)}${indent}}\n`;
    })
    .join('');
}
