/** `granitemoe`: as Granite, with routed experts in every layer. Source: llama.cpp src/models/granite-moe.cpp. */
import type { ArchitectureFacts } from '../../../catalog';
import { plainWidth, routed, routedActivations } from './routed';

/** Slots of the engine's table of tensors: a prime number for eight of each tensor of the file, but 1024 at least. */
const reserved = [1031, 2053, 4099, 8209] as const;

/** Tensors of the file: ten of each layer, the embedding and the norm before the output. */
const tensors = ({ blockCount }: ArchitectureFacts): number => 10 * blockCount + 2;

/**
 * Nodes of a layer with rotated caches, two more for each expert in use. Found with build b11382: files of 12, 24 and 25
 * layers with eight experts in use abort, all others of up to 48 layers start.
 *
 * @see llama.cpp src/llama-context.cpp `graph_max_nodes`, ggml/src/ggml.c `ggml_hash_size`
 */
const nodes = ({ blockCount, expertUsedCount = 0 }: ArchitectureFacts): number =>
  blockCount * (70 + 2 * expertUsedCount) + 20;

const hasSharedExpert = ({ expertSharedFeedForwardLength = 0 }: ArchitectureFacts): boolean =>
  expertSharedFeedForwardLength > 0;

export const graniteMoe = routed({
  outgrowsQuantisedCaches: (facts) => {
    const least = Math.max(1024, 8 * tensors(facts));
    // A shared expert brings more tensors than nodes need.
    return !hasSharedExpert(facts) && nodes(facts) > (reserved.find((slots) => slots >= least) ?? least);
  },
  activations: (facts, graph) => routedActivations(plainWidth(facts), graph),
});
