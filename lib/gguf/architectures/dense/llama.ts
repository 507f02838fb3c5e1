/** `llama`: Llama 2 and 3, Mistral, Mixtral, SmolLM2, TinyLlama. Source: llama.cpp src/models/llama.cpp. */
import { decoder, expertActivations, gatedActivations } from '../decoder';

export const llama = decoder({
  activations: (facts, graph) => (facts.expertCount ? expertActivations(facts, graph) : gatedActivations(facts, graph)),
});
