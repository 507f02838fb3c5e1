/** The codes of what measure refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const measureFaultCodes = {
  NoServer: 'A path that is no llama-server.',
  OtherBuild: 'A llama-server of another build than the pinned one.',
  ServerEnded: 'A llama-server that ended before it served the model.',
  OtherDevices: 'A llama-server that did not use as many GPUs as were given.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly measure: typeof measureFaultCodes;
  }
}
