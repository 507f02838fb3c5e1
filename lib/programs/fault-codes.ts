/** The codes of what the programs in pods refuse, each with its meaning; `docs/reference/errors.md` lists them. */
export const programFaultCodes = {
  CollectorWouldEmptyTheStore: 'A collector that would delete all weights, because it is given none to keep.',
  ModelHasNoFiles: 'A model without files.',
  NoOllamaManifest: 'A model for Ollama whose origin has no Ollama manifest.',
  NoWeights: 'A program that is given no model.',
  OllamaTagUnusable: 'A name of an Ollama model without its version.',
  TokenInClear: 'A token of a hub that would be sent unencrypted.',
  WarmModelNotDeclared: 'A model to keep loaded that the fleet does not have.',
  WeightsNotDownloaded: 'A model on a claim or in an image that a loader is to download.',
  WeightsNotMounted: 'A model of a hub, a registry or a server of files that is to be copied from a volume.',
  WeightsNameUnusable: 'A name of a file that cannot be a path in the store.',
  WeightsSourceUnusable: 'An address of weights that is not a plain http address.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly programs: typeof programFaultCodes;
  }
}
