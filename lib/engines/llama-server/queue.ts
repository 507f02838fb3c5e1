/** The metrics by which llama-server is scaled. */
import type { LlamaServerMetric } from './build';

export const llamaServerQueue = {
  waiting: 'llamacpp:requests_deferred',
  working: 'llamacpp:requests_processing',
} as const satisfies Readonly<Record<string, LlamaServerMetric>>;
