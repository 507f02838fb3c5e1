/** What stands where in a schema: the schemas of a path, and the fields of an object in the words of a fault. */
import { z } from 'zod';

/** Longest list of fields that a fault prints as the shape of an object. */
const mostFields = 6;

/** A schema without what makes it optional. */
export const inner = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? inner(schema.unwrap()) : schema);

/** `{ secret, key }`, optional fields as `{ url, addresses? }`; an object of many fields is `an object`. */
export function shapeText({ shape }: z.ZodObject): string {
  const fields = Object.entries(shape).map(([name, field]) => (field instanceof z.ZodOptional ? `${name}?` : name));
  return fields.length > 0 && fields.length <= mostFields ? `{ ${fields.join(', ')} }` : 'an object';
}

/** The objects among the forms that a schema takes. */
export function objectsOf(schema: unknown): readonly z.ZodObject[] {
  const bare = inner(schema);
  if (bare instanceof z.ZodObject) return [bare];
  return bare instanceof z.ZodUnion ? bare.options.flatMap((option) => objectsOf(option)) : [];
}

/** The schemas of one step of a path, in all forms that a schema takes. */
function below(schema: unknown, key: PropertyKey): readonly unknown[] {
  const bare = inner(schema);
  if (bare instanceof z.ZodUnion) return bare.options.flatMap((option) => below(option, key));
  if (bare instanceof z.ZodObject) return Object.hasOwn(bare.shape, key) ? [bare.shape[String(key)]] : [];
  if (bare instanceof z.ZodArray) return [bare.element];
  if (bare instanceof z.ZodRecord) return [bare.valueType];
  return [];
}

/** What may stand at a path, in all forms that the schemas on the way take. */
export const schemasAt = (schema: unknown, path: readonly PropertyKey[]): readonly unknown[] =>
  path.reduce<readonly unknown[]>((found, key) => found.flatMap((each) => below(each, key)), [schema]);
