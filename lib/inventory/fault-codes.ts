/**
 * The codes of answers of an API server that cannot be used, each with its meaning; `docs/reference/errors.md` lists
 * them.
 */
export const inventoryFaultCodes = {
  AnswerNotRead:
    'An answer that no API server gives: no JSON, a list that is none, an object without a name, a value of the wrong type.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly inventory: typeof inventoryFaultCodes;
  }
}
