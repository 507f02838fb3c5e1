/** The codes of everything that a file of a model cannot be, each with its meaning. */
import { type Path, refuse } from '../core';

export const ggufFaultCodes = {
  UnknownArchitecture: 'A model of an architecture that has no memory model.',
  MissingMetadata: 'A header without a key that the size of a model depends on.',
  MissingTensor: 'A file without a tensor that every model has.',
  UnknownTensor: 'A tensor of which it is not known on which device it lies.',
  UnsupportedMetadata:
    'A header with a value that changes what the engine allocates, for which there is no memory model.',
  InconsistentFile: 'A file that does not agree with itself.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly gguf: typeof ggufFaultCodes;
  }
}

export type GgufFaultCode = keyof typeof ggufFaultCodes;

/** Refuses a file with one of its codes. */
export const refuseFile = (
  code: GgufFaultCode,
  at: Path,
  found: string,
  remedies: Readonly<Record<string, string | readonly string[]>> = {},
): never => refuse(code, at, found, remedies);
