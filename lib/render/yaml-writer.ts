/**
 * The structure of a YAML document as js-yaml writes it with sorted keys and lists without indent, which takes a third
 * of the time. How a text is quoted is js-yaml's to decide (ADR 12).
 */

/**
 * Texts that are the same plain: one line that starts with a letter or `/`, without `#`, with `:` only before another
 * character. That leaves the words of the next line.
 */
const plainText = /^[A-Za-z/](?:[\w ./@=,+;()%'"*?!&|<>~$^[\]{}\\-]|:(?=[\w./@=,+;-]))*(?<! )$/;
/** Words for null, true and false; and what YAML 1.1 reads as a number: hexadecimal digits with underscores. */
const ambiguous = /^(?:null|true|false|yes|no|on|off|y|n|[0-9a-f_.+-]*_[0-9a-f_.+-]*)$/i;

const isPlain = (text: string): boolean => plainText.test(text) && !ambiguous.test(text);

const isPlainNumber = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0);

/** The start of a line at a level. */
const line = (level: number): string => `\n${'  '.repeat(level)}`;

/** Places a value after `:` or `-`: on the same line, unless it starts with one of its own. */
const after = (mark: string, value: string): string =>
  value.startsWith('\n') ? `${mark}${value}` : `${mark} ${value}`;

/** A key of more characters stands on a line of its own, after `?`. */
const longestKey = 1024;

function once<Key>(made: Map<Key, string>, key: Key, make: () => string): string {
  const known = made.get(key);
  if (known !== undefined) return known;
  const text = make();
  made.set(key, text);
  return text;
}

export class YamlWriter {
  /** Texts and keys that are not plain, as js-yaml writes them: many repeat. */
  private readonly scalars = new Map<unknown, string>();
  private readonly keys = new Map<string, string>();

  /** @param scalarYaml a value as YAML at the left margin, without a final newline, as js-yaml writes it */
  constructor(private readonly scalarYaml: (value: unknown) => string) {}

  /** A document of plain data, with a final newline. */
  document(value: object): string {
    return `${this.node(value, 0, true)}\n`;
  }

  /** `isCompact`: stands on the line of a `-`, or starts the document. */
  private node(value: unknown, level: number, isCompact: boolean, isInList = false): string {
    if (typeof value === 'string') return isPlain(value) ? value : this.scalar(value, level);
    if (typeof value === 'boolean' || value === null || value === undefined) return `${value ?? null}`;
    if (typeof value !== 'object') return isPlainNumber(value) ? `${value}` : this.scalar(value, level);
    if (Array.isArray(value)) {
      if (value.length === 0) return '[]';
      return this.list(value, isInList || level === 0 ? level : level - 1, isCompact);
    }
    return this.mapping(value as Readonly<Record<string, unknown>>, level, isCompact);
  }

  private list(values: readonly unknown[], level: number, isCompact: boolean): string {
    let text = '';
    for (const value of values) {
      if (!isCompact || text !== '') text += line(level);
      text += after('-', this.node(value, level + 1, true, true));
    }
    return text;
  }

  private mapping(values: Readonly<Record<string, unknown>>, level: number, isCompact: boolean): string {
    let text = '';
    for (const key of Object.keys(values).sort()) {
      const value = values[key];
      if (value === undefined) continue;
      if (!isCompact || text !== '') text += line(level);
      const name = this.key(key);
      text +=
        name.length > longestKey
          ? `? ${name}${line(level)}${after(':', this.node(value, level + 1, true))}`
          : after(`${name}:`, this.node(value, level + 1, false));
    }
    return text === '' ? '{}' : text;
  }

  private key(text: string): string {
    if (isPlain(text)) return text;
    return once(this.keys, text, () => this.scalarYaml({ [text]: null }).replace(/^\? |\n?: null$/g, ''));
  }

  private scalar(value: unknown, level: number): string {
    const text = once(this.scalars, value, () => this.scalarYaml(value));
    // js-yaml indents the lines of a text at the margin by one level.
    return level > 1 && text.includes('\n') ? text.replaceAll(/\n(?!\n|$)/g, line(level - 1)) : text;
  }
}
