/** Bytes of the recurrent state of hybrid models, layer by layer, exactly. */
import type { Model } from '../../catalog/model';
import { bytes, type Bytes } from '../../core/bytes';
import type { Path } from '../../core/path';
import { architectureOf } from '../../gguf/architecture-of';
import { layersOf } from '../../gguf/architectures/architecture';

/**
 * Bytes that each layer keeps for `slots` sequences: convolution and state, always F32.
 *
 * @see llama.cpp src/llama-memory-recurrent.cpp, src/llama-hparams.cpp `n_embd_r`, `n_embd_s`
 */
export function recurrentBytesByLayer(model: Model, slots: number, at: Path): readonly Bytes[] {
  const architecture = architectureOf(model, at);
  return layersOf(model.architecture).map((layer) =>
    bytes(architecture.recurrentState(model.architecture, layer) * slots * 4),
  );
}
