/**
 * The page of every field of an environment: what it takes, in which unit, its default, and what it means; read from
 * schemas and types.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { environmentBounds, environmentFields, schemaFacts } from '../../lib/internal';
import { markdownTable } from '../command/markdown-table';
import { page } from './page';

/** A field as the page lists it. */
interface Row {
  readonly path: string;
  readonly allowed: string;
  readonly unit: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** What the doc comment of a field says. */
interface Docs {
  readonly meaning: string;
  /** Of a field whose word names a variant: what each word means. */
  readonly words: string;
  readonly fallback: string;
  readonly type: ts.Type | undefined;
}

const root = join(__dirname, '..', '..', 'lib', 'environment', 'environment.ts');

/** The types of the overlay, read once. */
class Types {
  private readonly program = ts.createProgram([root], {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: '6.0',
    resolveJsonModule: true,
    skipLibCheck: true,
    types: [],
  });
  readonly checker = this.program.getTypeChecker();

  get environment(): ts.Type {
    const source = this.program.getSourceFile(root);
    const node = source?.statements.find(
      (each): each is ts.InterfaceDeclaration =>
        ts.isInterfaceDeclaration(each) && each.name.text === 'EnvironmentInput',
    );
    if (node === undefined) throw new Error('lib/environment/environment.ts has no EnvironmentInput');
    return this.checker.getTypeAtLocation(node);
  }

  /** Types of which a value may be one, without what is left out. */
  private branches(type: ts.Type): readonly ts.Type[] {
    const whole = this.checker.getNonNullableType(type);
    return whole.isUnion() ? whole.types : [whole];
  }

  field(type: ts.Type | undefined, key: string): Docs {
    const symbols =
      type === undefined
        ? []
        : this.branches(type).flatMap((branch) => this.checker.getPropertyOfType(branch, key) ?? []);
    const [symbol] = symbols;
    const text =
      symbols
        .map((each) => ts.displayPartsToString(each.getDocumentationComment(this.checker)))
        .find((each) => each !== '') ?? '';
    const tag = symbols.flatMap((each) => each.getJsDocTags(this.checker)).find(({ name }) => name === 'default');
    return {
      meaning: text.replaceAll(/\s+/g, ' '),
      words: this.wordsOf(symbols),
      fallback: ts.displayPartsToString(tag?.text).replace(/^- /, '').replaceAll(/\s+/g, ' '),
      type: symbol === undefined ? undefined : this.checker.getTypeOfSymbol(symbol),
    };
  }

  /** `nfs`: an export. `class`: a claim. Only words that have a comment of their own. */
  private wordsOf(symbols: readonly ts.Symbol[]): string {
    const commented = symbols.flatMap((each): readonly (readonly [string, string])[] => {
      const type = this.checker.getTypeOfSymbol(each);
      const text = ts.displayPartsToString(each.getDocumentationComment(this.checker)).replaceAll(/\s+/g, ' ');
      return type.isStringLiteral() && text !== '' ? [[type.value, text]] : [];
    });
    return [...new Map(commented)].map(([word, text]) => `\`${word}\`: ${text}`).join(' ');
  }

  /** The type of an entry of a list or a record. */
  entry(type: ts.Type | undefined): ts.Type | undefined {
    if (type === undefined) return undefined;
    const { checker } = this;
    return this.branches(type)
      .map(
        (branch) =>
          checker.getIndexTypeOfType(branch, ts.IndexKind.String) ??
          checker.getIndexTypeOfType(branch, ts.IndexKind.Number) ??
          this.valueOfRecord(branch),
      )
      .find((each) => each !== undefined);
  }

  /** `V` of `Readonly<Record<K, V>>`, whose keys a type parameter of the environment decides. */
  private valueOfRecord({ aliasSymbol, aliasTypeArguments: [first, second] = [] }: ts.Type): ts.Type | undefined {
    if (aliasSymbol?.name === 'Record') return second;
    return aliasSymbol?.name === 'Readonly' && first !== undefined ? this.valueOfRecord(first) : undefined;
  }
}

const types = new Types();

const unwrapped = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional ? unwrapped(schema.unwrap() as z.ZodType) : schema;

const isOptional = (schema: z.ZodType): boolean => schema instanceof z.ZodOptional;

const shapesOf = (schema: z.ZodType): readonly z.ZodObject[] => {
  if (schema instanceof z.ZodObject) return [schema];
  return schema instanceof z.ZodUnion
    ? (schema.options as readonly z.ZodType[]).flatMap((each) => shapesOf(unwrapped(each)))
    : [];
};

const or = ' · ';

/** What is allowed in any of several variants, each once. */
const anyOf = (allowed: readonly string[]): string => [...new Set(allowed.flatMap((each) => each.split(or)))].join(or);

/** What a field takes, in words. */
function allowedOf(schema: z.ZodType): string {
  const inner = unwrapped(schema);
  const noted = schemaFacts.get(inner)?.allowed;
  if (inner instanceof z.ZodArray) return `a list, ${noted ?? ''}`;
  if (inner instanceof z.ZodRecord) return `an object, ${noted ?? 'by name'}`;
  if (noted !== undefined) return noted;
  if (inner instanceof z.ZodEnum) return inner.options.map((word) => `'${word}'`).join(or);
  if (inner instanceof z.ZodLiteral)
    return [...inner.values].map((word) => (typeof word === 'string' ? `'${word}'` : String(word))).join(or);
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodUnion) return anyOf((inner.options as readonly z.ZodType[]).map((each) => allowedOf(each)));
  return 'an object';
}

/** Rows of the parts of a value: fields of an object, entries of a list or a record. */
function partsOf(schema: z.ZodType, path: string, type: ts.Type | undefined): readonly Row[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) return partsOf(inner.element as z.ZodType, `${path}[]`, types.entry(type));
  if (inner instanceof z.ZodRecord) return partsOf(inner.valueType as z.ZodType, `${path}.NAME`, types.entry(type));
  if (inner instanceof z.ZodUnion && shapesOf(inner).length === 0)
    return (inner.options as readonly z.ZodType[]).flatMap((each) => partsOf(each, path, type));
  const fields = new Map<string, z.ZodType[]>();
  const shapes = shapesOf(inner);
  for (const shape of shapes) {
    for (const [key, field] of Object.entries(shape.shape)) fields.set(key, [...(fields.get(key) ?? []), field]);
  }
  return [...fields].flatMap(([key, variants]) =>
    rowsOf(variants, `${path}${path === '' ? '' : '.'}${key}`, types.field(type, key), variants.length < shapes.length),
  );
}

function rowsOf(
  variants: readonly z.ZodType[],
  path: string,
  { meaning, words, fallback, type }: Docs,
  ofSome: boolean,
): readonly Row[] {
  const part = environmentFields[path];
  const schemas = part === undefined ? variants : [part];
  const needed = variants.every((each) => !isOptional(each));
  const row: Row = {
    path,
    allowed: anyOf(schemas.map(allowedOf)),
    unit: schemas.map((each) => schemaFacts.get(unwrapped(each))?.unit ?? '').find((unit) => unit !== '') ?? '',
    fallback: needed ? (ofSome ? 'required in its variant' : 'required') : fallback === '' ? 'none' : fallback,
    // A word that names its variant has a comment in each of them.
    meaning: variants.length > 1 && schemas.every((each) => unwrapped(each) instanceof z.ZodLiteral) ? words : meaning,
  };
  const inside = new Map<string, Row>();
  for (const each of schemas.flatMap((schema) => partsOf(schema, path, type))) {
    const seen = inside.get(each.path);
    inside.set(each.path, seen === undefined ? each : { ...seen, allowed: anyOf([seen.allowed, each.allowed]) });
  }
  return [row, ...inside.values()];
}

/** Fields below a part of the environment. */
const section = (rows: readonly Row[], part: string): readonly Row[] =>
  rows.filter(({ path }) => path.split(/[.[]/)[0] === part);

export function environmentPage(): string {
  const { '': outermost } = environmentFields;
  if (outermost === undefined) throw new Error('there is no schema of an environment');
  const rows = partsOf(outermost, '', types.environment);
  const parts = [...new Set(rows.map(({ path }) => path.split(/[.[]/)[0] ?? ''))];
  return page(
    'Environment',
    'Every field of an environment, with its allowed values, unit and default. `NAME` is a name that you choose, `[]` is an entry of a list. The last table has the reason for each bound; no maximum excludes hardware that exists.',
    ...parts.flatMap((part) => [
      `## ${part}`,
      markdownTable(
        ['field', 'allowed', 'unit', 'default', 'meaning'],
        section(rows, part).map(({ path, allowed, unit, fallback, meaning }) => [
          `\`${path}\``,
          allowed,
          unit,
          fallback,
          meaning,
        ]),
      ),
    ]),
    '## Bounds',
    markdownTable(
      ['number', 'minimum', 'maximum', 'unit', 'reason'],
      Object.entries(environmentBounds).map(([name, { least, most, unit, because }]) => [
        name,
        String(least),
        String(most),
        unit,
        because,
      ]),
    ),
  );
}
