/** The codes of what is refused of exemptions, each with its meaning; those of rules come from their names. */
export const exemptionFaultCodes = {
  UnusedExemption: 'An exemption that no finding needs.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly exemptions: typeof exemptionFaultCodes;
  }
}
