/** The shape of what a user adds to the catalogues: models, GPUs and machine types. */
import { z } from 'zod';
import { architectures } from '../../catalog/model';
import { projectorTypes } from '../../catalog/projector';
import { count, countOrNone, digest, hubRepository, labelValue, positive, registryTag, sha256, words } from './scalars';

const perLayer = z.union([countOrNone, z.array(countOrNone)]);

const architecture = z.strictObject({
  architecture: z.enum(architectures),
  blockCount: count,
  nextnPredictLayers: countOrNone.optional(),
  contextLength: count,
  embeddingLength: count,
  feedForwardLength: perLayer,
  headCount: count,
  headCountKv: perLayer,
  keyLength: count,
  valueLength: count,
  keyLengthSwa: count.optional(),
  valueLengthSwa: count.optional(),
  vocabularySize: count,
  slidingWindow: count.optional(),
  slidingWindowPattern: z.union([count, z.array(z.boolean())]).optional(),
  sharedKvLayers: countOrNone.optional(),
  expertCount: countOrNone.optional(),
  expertUsedCount: countOrNone.optional(),
  expertSharedCount: countOrNone.optional(),
  expertFeedForwardLength: countOrNone.optional(),
  leadingDenseBlockCount: countOrNone.optional(),
  kvLoraRank: count.optional(),
  qLoraRank: count.optional(),
  keyLengthMla: count.optional(),
  valueLengthMla: count.optional(),
  ropeDimensionCount: count.optional(),
  tokenTypeCount: countOrNone.optional(),
  embeddingLengthPerLayer: countOrNone.optional(),
  ssm: z.strictObject({ convKernel: count, innerSize: count, stateSize: count, groupCount: count, timeStepRank: count }).optional(),
  fullAttentionInterval: count.optional(),
});

const layerRun = z.strictObject({
  layers: count,
  bytes: count,
  expertBytes: countOrNone.optional(),
  largestExpertTensorBytes: countOrNone.optional(),
});

const origin = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('huggingface'), repo: hubRepository, revision: words.optional() }),
  z.strictObject({
    from: z.literal('ollama'),
    tag: registryTag,
    manifestDigest: digest,
    layers: z.array(z.strictObject({
      mediaType: z.enum(['model', 'license', 'template', 'params', 'system', 'messages', 'projector', 'adapter', 'config']),
      digest,
      bytes: count,
    })),
  }),
]);

const file = z.strictObject({ path: words, sha256, bytes: count, bytesFrom: z.enum(['stated', 'computed']) });

const projector = z.strictObject({
  file,
  from: z.enum(['header', 'published shape']),
  tensorBytes: count,
  facts: z.strictObject({
    type: z.enum(projectorTypes),
    imageSize: count,
    patchSize: count,
    mergeSize: count,
    embeddingLength: count,
    feedForwardLength: countOrNone,
    headCount: count,
    blockCount: countOrNone,
    projectionLength: count,
  }),
});

export const catalogModelSchema = z.strictObject({
  origin,
  files: z
    .array(file)
    .min(1, { error: 'at least one file' }),
  quantisation: words,
  architecture,
  tensors: z.strictObject({
    from: z.enum(['header', 'standard mix', 'engine log']),
    inputBytes: countOrNone,
    outputBytes: countOrNone,
    tied: z.boolean(),
    projectorBytes: countOrNone.optional(),
    layers: z.array(layerRun),
  }),
  projector: projector.optional(),
  engines: z.array(z.enum(['llama-server', 'ollama'])).optional(),
});

export const gpuSchema = z.strictObject({
  product: labelValue,
  memoryMib: count,
  memoryType: z.enum(['GDDR', 'HBM']),
  bandwidthGbPerSecond: positive,
  computeCapability: z.string().regex(/^\d+\.\d+$/, { error: "as '8.9'" }),
  migProfiles: z.array(z.strictObject({
    profile: words,
    memoryMib: count,
    perGpu: count,
    computeSlices: count,
    memoryFrom: z.enum(['measured', 'lower bound']),
  })),
  source: words,
});

const price = z.strictObject({ usdPerHour: positive, region: words, date: words, source: words });

export const instanceSchema = z.strictObject({
  cloud: z.enum(['aws', 'gcp', 'azure']),
  type: labelValue,
  vcpu: count,
  memoryMib: count,
  allocatable: z.strictObject({ millicores: count, memoryMib: count, pods: count }),
  gpu: z.strictObject({ product: words, count }).optional(),
  localNvmeGb: z.number().min(0, { error: 'gigabytes, at least 0' }).optional(),
  networkMbps: positive,
  onDemand: price.optional(),
  spot: z.strictObject({ low: price, high: price }).optional(),
});
