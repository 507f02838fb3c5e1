/** The codes of what constructs refuse, each with its meaning; `docs/reference/errors.md` lists them. */
export const constructFaultCodes = {
  CapWithoutNamespaces: 'A cap on GPUs that names no namespace.',
  FleetWithoutModels: 'An Ollama fleet without a model.',
  InertQuota: 'A quota that Kubernetes accepts and never enforces.',
  PriorityOutOfRange: 'A priority that Kubernetes does not take.',
  SameVolume: 'Two disks that would become the same volume.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly constructs: typeof constructFaultCodes;
  }
}
