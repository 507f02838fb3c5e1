/** Sums of memory that tests compare. */
import type { Model } from '../../lib/catalog/model';
import { bytes, sumBytes, type Bytes } from '../../lib/core/bytes';
import type { DeviceMemory, MemoryTermName } from '../../lib/sizing/memory/memory-term';

/** Bytes of one term; 0 when it is not there. */
export const termBytes = ({ terms }: DeviceMemory, name: MemoryTermName): Bytes =>
  terms.find((term) => term.name === name)?.bytes ?? bytes(0);

/** All weights of a model, once each. */
export const weightsBytes = ({
  tensors: { inputBytes, outputBytes, projectorBytes = 0, tied, layers },
}: Model): Bytes =>
  sumBytes([
    inputBytes,
    projectorBytes,
    tied ? 0 : outputBytes,
    ...layers.map((run) => run.layers * (run.bytes + (run.expertBytes ?? 0))),
  ]);
