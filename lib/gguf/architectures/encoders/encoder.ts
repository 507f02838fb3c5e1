/**
 * What encoders share: no cache and no recurrent state. Source: llama.cpp src/models/bert.cpp.
 */
import type { Architecture } from '../architecture';
import { plainScoreOperands } from '../decoder';

/** An encoder: nothing is kept between requests. */
export const encoder = (
  own: Pick<Architecture, 'activations' | 'windowMask' | 'writesLogits' | 'pipelineRows'>,
): Architecture => ({
  cacheRow: () => undefined,
  recurrentState: () => 0,
  scoreOperands: plainScoreOperands,
  encoder: true,
  ...own,
});
