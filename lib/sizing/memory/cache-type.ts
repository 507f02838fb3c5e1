/**
 * Types of the key-value cache: their bytes, and the combinations that the pinned engine refuses or does not survive.
 */
import type { ArchitectureFacts } from '../../catalog';
import { childPath, type Path } from '../../core';
import type { CacheType, LlamaServerSettings } from '../settings';
import { refuseSize } from '../fault-codes';
import type { Run } from './run';
import { blockElements, type TensorType } from '../../gguf';

/** The tensor type of a cache type. */
export const tensorTypeOf: Readonly<Record<CacheType, TensorType>> = {
  f32: 'F32',
  f16: 'F16',
  bf16: 'BF16',
  q8_0: 'Q8_0',
  q5_1: 'Q5_1',
  q5_0: 'Q5_0',
  q4_1: 'Q4_1',
  q4_0: 'Q4_0',
  iq4_nl: 'IQ4_NL',
};

/** Whether a type stores blocks of elements. */
export const isQuantisedCache = (type: CacheType): boolean => blockElements(tensorTypeOf[type]) > 1;

const quantised = ({ cacheTypeK, cacheTypeV }: LlamaServerSettings): boolean =>
  isQuantisedCache(cacheTypeK) || isQuantisedCache(cacheTypeV);

/** A block must not reach from one head into the next. */
function checkBlocks(type: CacheType, heads: readonly number[], at: Path): void {
  const block = blockElements(tensorTypeOf[type]);
  const length = heads.find((each) => each % block !== 0);
  if (length !== undefined)
    refuseSize(
      'CacheTypeDoesNotDivide',
      at,
      `${type} stores blocks of ${block} elements, which do not divide a head of ${length}`,
      {
        'fits with': 'f16',
      },
    );
}

const keyLengths = ({ keyLength, keyLengthSwa = keyLength }: ArchitectureFacts): readonly number[] => [
  keyLength,
  keyLengthSwa,
];
const valueLengths = ({ valueLength, valueLengthSwa = valueLength }: ArchitectureFacts): readonly number[] => [
  valueLength,
  valueLengthSwa,
];

/**
 * Refuses cache types that llama-server would end with at start: quantised values without flash attention, blocks that
 * do not divide a head, different types under latent attention, and graphs that are too large for quantised caches in
 * several streams.
 *
 * @see llama.cpp src/llama-context.cpp `llama_init_from_model`
 */
export function checkCacheTypes({ model, architecture, settings, shape: { streams }, at }: Run): void {
  const { cacheTypeK, cacheTypeV, flashAttention } = settings;
  const { architecture: facts } = model;
  if (architecture.encoder || !quantised(settings)) return;
  if (isQuantisedCache(cacheTypeV) && !flashAttention) {
    refuseSize(
      'QuantisedValuesNeedFlashAttention',
      childPath(at, 'settings', 'cacheTypeV'),
      `${cacheTypeV} needs flash attention, which is off`,
      {
        'fits with': ["cacheTypeV 'f16'", 'flashAttention true'],
      },
    );
  }
  if (facts.keyLengthMla !== undefined && cacheTypeK !== cacheTypeV) {
    refuseSize(
      'LatentCacheNeedsOneType',
      childPath(at, 'settings', 'cacheTypeV'),
      `${cacheTypeV} differs from the keys' ${cacheTypeK}, and latent attention has one cache for both`,
      {
        'fits with': `cacheTypeV '${cacheTypeK}'`,
      },
    );
  }
  checkBlocks(cacheTypeK, keyLengths(facts), childPath(at, 'settings', 'cacheTypeK'));
  checkBlocks(cacheTypeV, valueLengths(facts), childPath(at, 'settings', 'cacheTypeV'));
  const bothQuantised = isQuantisedCache(cacheTypeK) && isQuantisedCache(cacheTypeV);
  if (bothQuantised && architecture.outgrowsQuantisedCaches?.(facts)) {
    refuseSize(
      'QuantisedCachesAbort',
      childPath(at, 'settings', 'cacheTypeV'),
      `build b11382 aborts on caches of ${cacheTypeK} and ${cacheTypeV} for this model: its graph has more nodes than the engine reserves`,
      {
        'fits with': ["cacheTypeK 'f16'", "cacheTypeV 'f16'"],
      },
    );
  }
  if (streams > 1 && bothQuantised && architecture.outgrowsQuantisedStreams?.(facts)) {
    refuseSize(
      'QuantisedStreamsAbort',
      childPath(at, 'settings', 'parallel'),
      `build b11382 aborts on ${streams} caches of ${cacheTypeK} and ${cacheTypeV} for this model: its graph has more nodes than the engine reserves`,
      {
        'fits with': ["kvCache 'unified'", 'parallel 1', "cacheTypeK 'f16'", "cacheTypeV 'f16'"],
      },
    );
  }
}
