/** A part of an object whose shape is known only when it is read. */

/** The value at some fields; `undefined` where one is missing. */
export const part = (value: unknown, ...fields: readonly string[]): unknown =>
  fields.reduce<unknown>(
    (inner, field) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, field)
        ? (inner as Readonly<Record<string, unknown>>)[field]
        : undefined,
    value,
  );
