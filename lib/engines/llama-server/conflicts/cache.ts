/** Types of the KV cache that the engine, its GPUs or the model do not take. */
import { childPath, fault } from '../../../core';
import type { CacheType } from '../../../sizing';
import type { Check } from './check';

const plainTypes: readonly CacheType[] = ['f32', 'f16', 'bf16'];
/** Elements of one block of every quantised cache type. */
const cacheBlock = 32;

const isPlain = (type: CacheType): boolean => plainTypes.includes(type);

export const valueCache: Check = ({ cacheTypeV, flashAttention }, _, at) =>
  !isPlain(cacheTypeV) && !flashAttention
    ? fault(
        'CacheNeedsFlashAttention',
        childPath(at, 'cacheTypeV'),
        `a V cache of ${cacheTypeV} needs flash attention`,
        {
          fix: ['flashAttention true', "cacheTypeV 'f16'"],
        },
      )
    : undefined;

export const cacheOnGpu: Check = ({ cacheTypeK, cacheTypeV, flashAttention }, { gpus }, at) =>
  gpus > 0 && flashAttention
    ? (['cacheTypeK', 'cacheTypeV'] as const)
        .filter((key) => ({ cacheTypeK, cacheTypeV })[key] === 'iq4_nl')
        .map((key) =>
          fault(
            'CacheNotOnGpu',
            childPath(at, key),
            'iq4_nl has no flash attention on GPUs: the CPU would compute it',
            {
              fix: `${key} 'q4_0'`,
            },
          ),
        )
    : undefined;

export const cacheOfModel: Check = ({ cacheTypeK, cacheTypeV, flashAttention }, { model }, at) => {
  if (model === undefined) return undefined;
  const { architecture } = model;
  if (architecture.kvLoraRank !== undefined) {
    return cacheTypeK === cacheTypeV
      ? undefined
      : fault(
          'CacheTypesDiffer',
          childPath(at, 'cacheTypeV'),
          `${cacheTypeV}, and K has ${cacheTypeK}: a model with latent attention has one cache for both`,
          { fix: `cacheTypeV '${cacheTypeK}'` },
        );
  }
  if (!flashAttention) return undefined;
  const sides = [
    ['cacheTypeK', cacheTypeK, architecture.keyLength],
    ['cacheTypeV', cacheTypeV, architecture.valueLength],
  ] as const;
  return sides
    .filter(([, type, length]) => !isPlain(type) && length % cacheBlock !== 0)
    .map(([key, type, length]) =>
      fault(
        'CacheBlock',
        childPath(at, key),
        `blocks of ${type} are ${cacheBlock} elements, and a head of this model has ${length}`,
        { fix: `${key} 'f16'` },
      ),
    );
};
