/** The longest context that llama-server lets a model have, with flags that stretch its positions by YaRN. */
import type { ArchitectureFacts } from '../../../catalog';
import type { UncheckedFlags } from '../flags/further-flags';

/** A number above 0 among the flags; the engine takes 0 for what is not given. */
const numberOf = (value: string | number | true | undefined): number | undefined =>
  Number(value) > 0 && value !== true ? Number(value) : undefined;

/**
 * Tokens that the server caps a context at: what the model was trained for, or the context before YaRN times the scale
 * where `--rope-scaling yarn` has another scale than the file itself.
 *
 * @see llama.cpp src/llama-context.cpp `llama_init_from_model`, "custom YaRN scaling detected" (b11382)
 */
export function longestContext(
  { contextLength, ropeOriginalContextLength, ropeScalingFactor = 1 }: ArchitectureFacts,
  flags: UncheckedFlags = {},
): number {
  const frequency = numberOf(flags['--rope-freq-scale']);
  // Flags are given in the order of their names, and the last one counts.
  const scale = numberOf(flags['--rope-scale']) ?? (frequency === undefined ? undefined : 1 / frequency);
  if (flags['--rope-scaling'] !== 'yarn' || scale === undefined || scale === ropeScalingFactor) return contextLength;
  return Math.floor((numberOf(flags['--yarn-orig-ctx']) ?? ropeOriginalContextLength ?? contextLength) * scale);
}

/** The flags with which a model would take a longer context. */
export const yarnFlags = ({ contextLength: trained }: ArchitectureFacts, wanted: number): string =>
  `{ '--rope-scaling': 'yarn', '--rope-scale': ${Math.ceil(wanted / trained)}, '--yarn-orig-ctx': ${trained} }`;
