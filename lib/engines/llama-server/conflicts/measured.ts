/**
 * What a server may differ in from the one whose memory was measured: the length of answers and the cache of prompts.
 */
import type { Model } from '../../../catalog';
import { childPath, counted, type Fault, fault, type Path, valueText } from '../../../core';
import type { LlamaServerSettings } from '../../../sizing';
import { llamaServerBuild } from '../build';
import { completeLlamaServerSettings } from '../defaults';

/** What the measured memory of a model does not hold for: one fault each. */
export function unlikeMeasured(
  settings: LlamaServerSettings,
  { gpus, model }: { readonly gpus: number; readonly model?: Pick<Model, 'memory'> },
  at: Path,
): readonly Fault[] {
  const measured = model?.memory?.measured;
  if (measured === undefined) return [];
  const { contextLength, parallel, embedding, build, gpu } = measured;
  const { maxOutputLength, cacheRam } = settings;
  const then = completeLlamaServerSettings({ contextLength, parallel, embedding, maxOutputLength, cacheRam }, gpus);
  const keys = Object.keys({ ...then, ...settings }) as (keyof LlamaServerSettings)[];
  const found: Fault[] = keys
    .filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(then[key]))
    .map((key) =>
      fault(
        'MeasuredWithOtherSettings',
        childPath(at, key),
        `${valueText(settings[key])}, and the memory of this model was measured with ${valueText(then[key])}`,
        { fix: [`${key} ${valueText(then[key])}`, 'measure again: corral measure'] },
      ),
    );
  if (gpus !== gpu.length) {
    found.push(
      fault(
        'MeasuredWithOtherGpus',
        at,
        `${counted(gpus, 'GPU')}, and the memory of this model was measured on ${gpu.length}`,
        {
          fix: [`gpus ${gpu.length}`, 'measure again: corral measure'],
        },
      ),
    );
  }
  if (build !== llamaServerBuild) {
    found.push(
      fault(
        'MeasuredWithOtherBuild',
        at,
        `the memory of this model was measured with build ${build}, and build ${llamaServerBuild} serves it`,
        { fix: 'measure again: corral measure' },
      ),
    );
  }
  return found;
}

/** `2 GPUs, build 11382, 8192 × 4: by …`: what stands where the memory is not computed; `undefined` where it is. */
export function measuredText({ memory }: Pick<Model, 'memory'>): string | undefined {
  if (memory === undefined) return undefined;
  const { gpu, build, contextLength, parallel, by } = memory.measured;
  const where = gpu.length === 0 ? 'CPU' : counted(gpu.length, 'GPU');
  return `not computed, but measured: ${where}, build ${build}, ${contextLength} tokens × ${counted(parallel, 'slot')}, by ${by}`;
}
