/** The codes of what lock refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const lockFaultCodes = {
  BrokenManifest: 'A manifest of a registry that cannot be read, or layers that are not its own.',
  BrokenTensor: 'A tensor whose rows do not divide into the blocks of its type.',
  ChecksumDiffers: 'A file whose SHA-256 is not the one that the lock or the command line has.',
  FileNotFound: 'A file that is not on this machine, or not on the hub.',
  FilePart: 'One part of a file that was cut into raw parts.',
  HubAddress: 'An address of a hub that is not an http or https URL.',
  HubCertificateRefused: 'A hub whose certificate this machine does not trust.',
  HubRedirects: 'A hub that redirects without end, or to no address.',
  HubUnreachable: 'A hub that does not answer.',
  InconsistentFile: 'A file whose tensors do not follow each other as its header says.',
  NoChecksum: 'A hub that does not report the SHA-256 of a file.',
  NoKey: 'A file whose name gives no key of the lock.',
  NoRanges: 'A server that sends files only whole.',
  NoOrigin: 'A file from which no cluster could get a copy.',
  NotMeasured: 'A file for --measured that has no measured memory.',
  ShardsDiffer: 'A model whose number of files is another where a cluster gets it.',
  TagUnusable: 'A tag of Ollama that a fleet cannot serve as planned.',
  ProxyLogin: 'A proxy that does not accept a name and a password, or got none.',
  ProxyAddress: 'A proxy in the environment variables that is not an HTTP proxy.',
  TruncatedFile: 'A file that ends before its tensors do.',
  UnknownLength: 'A hub that does not report the length of a file.',
  UnknownTensorType: 'A tensor of a type whose size is not known.',
  UnreadableHeader: 'A file whose GGUF header cannot be read.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly lock: typeof lockFaultCodes;
  }
}
