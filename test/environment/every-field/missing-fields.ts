/** Fields of a schema that none of several values has: what a test of every field leaves out. */
import { z } from 'zod';

const unwrapped = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional ? unwrapped(schema.unwrap() as z.ZodType) : schema;

/** What a value may be, without unions. */
const formsOf = (schema: z.ZodType): readonly z.ZodType[] => {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodUnion ? (inner.options as readonly z.ZodType[]).flatMap(formsOf) : [inner];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Paths of the fields that no value has, as `docs/reference/environment.md` writes them. What is below a field that is
 * missing is not listed.
 *
 * @param parts schemas that take the place of what the outermost one has at their paths
 */
export function missingFields(
  schema: z.ZodType,
  values: readonly unknown[],
  parts: Readonly<Record<string, z.ZodType>> = {},
  path = '',
): readonly string[] {
  const forms = formsOf(parts[path] ?? schema);
  const below = (inner: z.ZodType, step: string, of: readonly unknown[]): readonly string[] =>
    missingFields(inner, of, parts, `${path}${step}`);
  const lists = values.filter((value) => Array.isArray(value)).flat() as readonly unknown[];
  const objects = values.filter(isObject);
  const fields = new Map<string, readonly z.ZodType[]>();
  const found = forms.flatMap((form): readonly string[] => {
    if (form instanceof z.ZodArray) return below(form.element as z.ZodType, '[]', lists);
    if (form instanceof z.ZodTuple) return below(form.def.items[0] as z.ZodType, '[]', lists);
    if (form instanceof z.ZodRecord) return below(form.valueType as z.ZodType, '.NAME', objects.flatMap(Object.values));
    if (form instanceof z.ZodObject)
      for (const [key, field] of Object.entries<z.ZodType>(form.shape))
        fields.set(key, [...(fields.get(key) ?? []), field]);
    return [];
  });
  const ofFields = [...fields].flatMap(([key, variants]) => {
    const step = path === '' ? key : `.${key}`;
    const given = objects.map((value) => value[key]).filter((value) => value !== undefined);
    return given.length === 0 ? [`${path}${step}`] : variants.flatMap((each) => below(each, step, given));
  });
  return [...new Set([...found, ...ofFields])];
}
