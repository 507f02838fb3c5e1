/** `qwen3moe`: Qwen 3 with routed experts in every layer. Source: llama.cpp src/models/qwen3moe.cpp. */
import { decoder, expertActivations } from '../decoder';

export const qwen3moe = decoder({
  activations: expertActivations,
});
