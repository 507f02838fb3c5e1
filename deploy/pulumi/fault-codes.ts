/** The codes of what a Pulumi stack refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const pulumiFaultCodes = {
  ClusterNotNamed: 'A Pulumi stack that does not name its cluster.',
  StackSettingUnused: 'A setting of a Pulumi stack that its environment does not use.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly pulumi: typeof pulumiFaultCodes;
  }
}
