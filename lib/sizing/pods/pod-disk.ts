/** The node's disk under one pod: what its volumes may hold, and what the kubelet counts beside them. */
import { addBytes, type Bytes, derived, type Derived, mib, mibText } from '../../core';
import { roomFor } from './disk';

/** Scratch folder of an engine: CUDA's cache and temporary files. */
export const scratch: Bytes = mib(256);
/** Home of an Ollama server: a key pair and one small file. */
export const ollamaHomeSize: Bytes = mib(16);
/**
 * What an engine writes beside weights and scratch: its home, and logs, which the kubelet rotates at 10 MiB five times
 * over.
 */
const homeAndLogs: Bytes = mib(96);

/** Disk of the node that one pod takes: everything that its volumes may hold, and its logs. */
export function podEphemeralStorage(weights: Bytes, weightsAreEphemeral: boolean): Derived<Bytes> {
  const own = addBytes(scratch, homeAndLogs);
  const room = roomFor(weights);
  return weightsAreEphemeral
    ? derived(
        addBytes(room, own),
        `${mibText(room)} MiB for weights, ${mibText(own)} MiB for temporary files, home and logs`,
      )
    : derived(own, `${mibText(own)} MiB for temporary files, home and logs`);
}
