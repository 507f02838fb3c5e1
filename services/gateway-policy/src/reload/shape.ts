/** Checks of JSON that comes from a file: each fault names the place, what was found, and what is allowed. */

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

export class ContentFault extends Error {}

const refuse = (at: string, value: unknown, allowed: string): never => {
  throw new ContentFault(`${at}: ${shown(value)}; allowed: ${allowed}`);
};

/** One value, and where it stands. */
export class Field {
  constructor(
    readonly at: string,
    readonly value: unknown,
  ) {}

  static ofJson(file: string, text: string): Field {
    try {
      return new Field(file, JSON.parse(text));
    } catch {
      // The parser's own message quotes the content, which may be secret.
      throw new ContentFault(`${file}: ${text.length} characters that are no JSON; allowed: a JSON object`);
    }
  }

  get missing(): boolean {
    return this.value === undefined;
  }

  field(name: string): Field {
    return new Field(`${this.at}.${name}`, this.#object()[name]);
  }

  entries(): readonly (readonly [string, Field])[] {
    return Object.entries(this.#object()).map(([name, value]) => [name, new Field(`${this.at}['${name}']`, value)]);
  }

  map<T>(read: (field: Field) => T): Map<string, T> {
    return new Map(this.entries().map(([name, field]) => [name, read(field)]));
  }

  list<T>(read: (field: Field) => T): readonly T[] {
    if (!Array.isArray(this.value)) return refuse(this.at, this.value, 'a list');
    return this.value.map((value, index) => read(new Field(`${this.at}[${index}]`, value)));
  }

  text(): string {
    if (typeof this.value !== 'string' || this.value === '') return refuse(this.at, this.value, 'a text');
    return this.value;
  }

  matching(pattern: RegExp, allowed: string): string {
    if (typeof this.value !== 'string' || !pattern.test(this.value)) return refuse(this.at, this.value, allowed);
    return this.value;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') return refuse(this.at, this.value, 'true or false');
    return this.value;
  }

  integer(from: number, to = Number.MAX_SAFE_INTEGER): number {
    if (!Number.isSafeInteger(this.value) || (this.value as number) < from || (this.value as number) > to)
      return refuse(
        this.at,
        this.value,
        to === Number.MAX_SAFE_INTEGER ? `an integer from ${from}` : `${from} to ${to}`,
      );
    return this.value as number;
  }

  oneOf<T extends string>(values: readonly T[]): T {
    const found = values.find((value) => value === this.value);
    return found ?? refuse(this.at, this.value, values.join(', '));
  }

  optional<T>(read: (field: Field) => T): T | undefined {
    return this.missing ? undefined : read(this);
  }

  refuse(allowed: string): never {
    return refuse(this.at, this.value, allowed);
  }

  #object(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      return refuse(this.at, this.value, 'an object');
    return this.value as Record<string, unknown>;
  }
}
