/** The codes of what discover refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const discoverFaultCodes = {
  NothingToDiscover: 'A cluster for which no overlay can be written: none of its nodes can be part of a pool.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly discover: typeof discoverFaultCodes;
  }
}
