/** The longest context that llama-server lets a model have, where YaRN stretches its positions. */
import type { AnyArchitectureName, ArchitectureFacts } from '../../../catalog';
import type { Yarn } from '../../../sizing';

/** Architectures whose positions are learnt: there is none beyond those of the file. */
const learntPositions: readonly AnyArchitectureName[] = ['bert'];

export const stretches = ({ architecture }: ArchitectureFacts): boolean => !learntPositions.includes(architecture);

/** Context before YaRN, in tokens (`--yarn-orig-ctx`): as it is stated, as the file states it, or as it was trained. */
export const originalContext = (
  { contextLength, ropeOriginalContextLength }: ArchitectureFacts,
  { originalContextLength }: Pick<Yarn, 'originalContextLength'> = {},
): number => originalContextLength ?? ropeOriginalContextLength ?? contextLength;

/**
 * Tokens that the server caps a context at: what the model was trained for, or the context before YaRN times the factor
 * where the file itself has another one. It computes with numbers of 32 bits.
 *
 * @see llama.cpp src/llama-context.cpp `llama_init_from_model`, "custom YaRN scaling detected" (b11382)
 */
export function longestContext(architecture: ArchitectureFacts, yarn: Yarn | undefined): number {
  const { contextLength, ropeScalingFactor = 1 } = architecture;
  if (yarn === undefined || yarn.factor === ropeScalingFactor || !stretches(architecture)) return contextLength;
  const scale = Math.fround(1 / Math.fround(yarn.factor));
  return Math.floor(Math.fround(Math.fround(originalContext(architecture, yarn)) / scale));
}

/** The whole factor with which a model takes a longer context. */
export const neededFactor = (architecture: ArchitectureFacts, wanted: number, yarn?: Yarn): number =>
  Math.ceil(wanted / originalContext(architecture, yarn));
