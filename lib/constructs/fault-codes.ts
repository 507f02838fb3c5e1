/** The codes of what constructs refuse, each with its meaning; `docs/reference/errors.md` lists them. */
export const constructFaultCodes = {
  CapWithoutNamespaces: 'A limit on GPUs that names no namespace.',
  DatabaseName: 'A PostgreSQL without a database, or a name that none can have.',
  MajorVersion: 'An image of another major version than the files of a database.',
  GatewayFileSize: 'Models or clients of a gateway that are too long for their ConfigMap.',
  FleetWithoutModels: 'An Ollama fleet without a model.',
  InertQuota: 'A quota that Kubernetes accepts but never enforces.',
  PriorityOutOfRange: 'A priority value that Kubernetes does not accept.',
  ValkeyMemory: 'A Valkey with so little memory that the buffers of its clients have no room.',
  ValkeyUser: 'A Valkey without a user, or a name or a prefix of keys that its list of users cannot have.',
  SameVolume: 'Two disks whose volumes would have the same name.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly constructs: typeof constructFaultCodes;
  }
}
