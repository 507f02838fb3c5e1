/** The codes of what discover refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const discoverFaultCodes = {
  NothingToDiscover: 'A cluster for which no overlay can be written: no pool can be made of its nodes, or it has IPv6 alone.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly discover: typeof discoverFaultCodes;
  }
}
