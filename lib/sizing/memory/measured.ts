/** Memory that was measured, for a model whose architecture has no memory model: what was printed, and a margin. */
import type { GpuVendor, MeasuredMemory, Model } from '../../catalog';
import { type Bytes, bytes, counted, mib, mibText, type Path, sumBytes } from '../../core';
import { diskBytes } from '../pods/disk';
import { refuseSize } from '../fault-codes';
import type { LlamaServerSettings } from '../settings';
import { runtimeContext } from './gpu-memory';
import { processTerm, promptCacheTerm, readWindowTerm } from './host-memory';
import { deviceMemory, type MemoryTerm, type ModelMemory } from './memory-term';

/** Share of what was measured that is planned on top, for what one start on other hardware does not show. */
const marginShare = 0.1;
const leastMargin = mib(256);

const inBytes = (size: number): Bytes => bytes(Math.ceil(mib(1) * size));

function withMargin(size: number, { by, build }: MeasuredMemory): readonly MemoryTerm[] {
  const margin = bytes(Math.max(leastMargin, Math.ceil(marginShare * inBytes(size))));
  return [
    { name: 'measured', bytes: inBytes(size), because: `buffers that build ${build} printed, measured by ${by}` },
    {
      name: 'margin',
      bytes: margin,
      because: `a tenth of what was measured, at least ${mibText(leastMargin)} MiB: nothing is computed for this architecture`,
    },
  ];
}

/**
 * Memory of a model that was measured.
 *
 * @param gpus GPUs of the pod; 0 for the CPU alone
 * @throws FaultError for another number of GPUs than it was measured on
 */
export function measuredModelMemory(
  model: Model,
  measured: MeasuredMemory,
  { cacheRam }: LlamaServerSettings,
  gpus: number,
  at: Path,
  vendor: GpuVendor,
): ModelMemory {
  if (gpus !== measured.gpu.length) {
    refuseSize(
      'MeasuredElsewhere',
      at,
      `${counted(gpus, 'GPU')}, and the memory of this model was measured on ${measured.gpu.length}`,
      {
        'fits with': `gpus ${measured.gpu.length}`,
      },
    );
  }
  const context = runtimeContext(gpus, vendor);
  const file = sumBytes(model.files.map(({ bytes: size }) => size));
  return {
    devices: measured.gpu.map((size) =>
      deviceMemory([
        ...withMargin(size, measured),
        { name: 'context', bytes: context.value, because: context.because },
      ]),
    ),
    host: deviceMemory([
      ...withMargin(measured.host, measured),
      ...(gpus > 0 ? [readWindowTerm(file, inBytes(measured.host))] : []),
      promptCacheTerm(cacheRam),
      processTerm(gpus, vendor),
    ]),
    disk: diskBytes(model),
  };
}

/** What one step reads of a model that was measured: everything, for a speed that is never planned too high. */
export const measuredReads = (
  { tensors: { inputBytes } }: Model,
  { gpu, host }: MeasuredMemory,
): { readonly gpu: Bytes; readonly host: Bytes } => ({
  gpu: inBytes(gpu.reduce((sum, size) => sum + size, 0)),
  host: gpu.length === 0 ? bytes(Math.max(0, inBytes(host) - inputBytes)) : bytes(0),
});
