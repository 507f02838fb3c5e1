/** Bytes of the recurrent state of hybrid models, layer by layer, exactly. */
import { bytes, type Bytes } from '../../core';
import { layersOf } from '../../gguf';
import type { Run } from './run';

/**
 * Bytes that each layer keeps for `slots` sequences, by default those of the run: convolution and state, always F32.
 *
 * @see llama.cpp src/llama-memory-recurrent.cpp, src/llama-hparams.cpp `n_embd_r`, `n_embd_s`
 */
export function recurrentBytesByLayer({ model, architecture, shape }: Run, slots = shape.slots): readonly Bytes[] {
  return layersOf(model.architecture).map((layer) =>
    bytes(architecture.recurrentState(model.architecture, layer) * slots * 4),
  );
}
