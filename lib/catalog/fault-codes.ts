/** The codes of what the catalogue refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const catalogFaultCodes = {} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly catalog: typeof catalogFaultCodes;
  }
}
