/** What the reference says of a schema beyond its type: the allowed values in the words of the error, and why. */
import { z } from 'zod';

export interface SchemaFacts {
  /** `a whole number from 1 to 64`: what an error prints after `allowed`. */
  readonly allowed: string;
  readonly unit?: string;
  readonly because?: string;
}

/** Facts of every schema of a number, a text or a list. */
export const schemaFacts = z.registry<SchemaFacts>();

/** The schema itself, with its facts noted. */
export function noted<Schema extends z.ZodType>(schema: Schema, facts: SchemaFacts): Schema {
  schemaFacts.add(schema, facts);
  return schema;
}
