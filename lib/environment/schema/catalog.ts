/** The shape of what a user adds to the catalogues: models, GPUs and machine types. */
import { z } from 'zod';
import { defaultEngines } from '../../engines';
import {
  type AnyArchitectureName,
  architectures,
  architecturesOfNodes,
  gpuVendorNames,
  projectorTypes,
} from '../../catalog';
import {
  bounds,
  digest,
  dnsName,
  exportedPath,
  filePath,
  hubRepository,
  imageReference,
  key,
  label,
  labelKey,
  labelValue,
  list,
  longestLists,
  noted,
  number,
  orNone,
  record,
  registryTag,
  revision,
  sha256,
  webAddress,
  whole,
  words,
} from '../../schema';

const width = whole(bounds.width);
const widthOrNone = whole(orNone(bounds.width));
const parts = whole(bounds.parts);
const partsOrNone = whole(orNone(bounds.parts));
const layers = whole(bounds.layers);
const layersOrNone = whole(orNone(bounds.layers));
const fileBytes = whole(bounds.fileBytes);
const fileBytesOrNone = whole(orNone(bounds.fileBytes));
const pixels = whole(bounds.image);

const perLayer = z.union([widthOrNone, list(widthOrNone, longestLists.layers)]);

const facts = {
  blockCount: layers,
  nextnPredictLayers: layersOrNone.optional(),
  contextLength: whole(bounds.trainedContext),
  embeddingLength: width,
  feedForwardLength: perLayer,
  headCount: parts,
  headCountKv: perLayer,
  keyLength: width,
  valueLength: width,
  keyLengthSwa: width.optional(),
  valueLengthSwa: width.optional(),
  vocabularySize: width,
  slidingWindow: whole(bounds.trainedContext).optional(),
  slidingWindowPattern: z.union([layers, list(z.boolean(), longestLists.layers)]).optional(),
  sharedKvLayers: layersOrNone.optional(),
  expertCount: partsOrNone.optional(),
  expertUsedCount: partsOrNone.optional(),
  expertSharedCount: partsOrNone.optional(),
  expertFeedForwardLength: widthOrNone.optional(),
  expertSharedFeedForwardLength: widthOrNone.optional(),
  leadingDenseBlockCount: layersOrNone.optional(),
  interleaveMoeLayerStep: layersOrNone.optional(),
  kvLoraRank: width.optional(),
  qLoraRank: width.optional(),
  keyLengthMla: width.optional(),
  valueLengthMla: width.optional(),
  ropeDimensionCount: width.optional(),
  tokenTypeCount: partsOrNone.optional(),
  classCount: parts.optional(),
  embeddingLengthPerLayer: widthOrNone.optional(),
  ssm: z
    .strictObject({ convKernel: width, innerSize: width, stateSize: width, groupCount: width, timeStepRank: width })
    .optional(),
  shortConvolutionLength: width.optional(),
  fullAttentionInterval: layers.optional(),
  recurrentLayers: list(z.boolean(), longestLists.layers).optional(),
  ropeOriginalContextLength: whole(bounds.trainedContext).optional(),
  ropeScalingFactor: number(bounds.ropeScaling).optional(),
};

/** A name that Corral does not know needs measured memory; what it may be is checked with the memory. */
const anyArchitecture = z.union([z.enum(architectures), key]) as unknown as z.ZodType<AnyArchitectureName>;

const mebibytes = number(bounds.measuredMib, 'a number of MiB');

const measured = z.strictObject({
  gpu: list(mebibytes, longestLists.gpusOfPod),
  host: mebibytes,
  contextLength: whole(bounds.context),
  parallel: whole(bounds.slots),
  embedding: z.enum(['mean', 'cls', 'last']).optional(),
  build: noted(z.string().regex(/^b\d{1,8}$/, { error: "as 'b11382'" }), { allowed: "as 'b11382'" }),
  by: words,
});

const layerRun = z.strictObject({
  layers,
  bytes: fileBytes,
  expertBytes: fileBytesOrNone.optional(),
  largestExpertTensorBytes: fileBytesOrNone.optional(),
});

const origin = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('huggingface'), repo: hubRepository, revision: revision.optional() }),
  z.strictObject({
    from: z.literal('ollama'),
    tag: registryTag,
    manifestDigest: digest,
    layers: list(
      z.strictObject({
        mediaType: z.enum([
          'model',
          'license',
          'template',
          'params',
          'system',
          'messages',
          'projector',
          'adapter',
          'config',
        ]),
        digest,
        bytes: fileBytes,
      }),
      longestLists.ociLayers,
    ),
  }),
  z.strictObject({ from: z.literal('web'), folder: webAddress }),
  z.strictObject({ from: z.literal('claim'), claimName: dnsName }),
  z.strictObject({ from: z.literal('image'), reference: imageReference, folder: exportedPath }),
]);

const file = z.strictObject({ path: filePath, sha256, bytes: fileBytes, bytesFrom: z.enum(['stated', 'computed']) });

const projector = z.strictObject({
  file,
  from: z.enum(['header', 'published shape']),
  tensorBytes: fileBytes,
  facts: z.strictObject({
    type: z.enum(projectorTypes),
    imageSize: pixels,
    patchSize: pixels,
    mergeSize: pixels,
    embeddingLength: width,
    feedForwardLength: widthOrNone,
    headCount: parts,
    blockCount: layersOrNone,
    projectionLength: width,
  }),
});

const adapter = z.strictObject({
  file,
  origin: z.strictObject({ repo: hubRepository, revision: revision.optional() }).optional(),
  tensors: z.strictObject({
    inputBytes: fileBytesOrNone,
    outputBytes: fileBytesOrNone,
    layers: list(z.strictObject({ ...layerRun.shape, bytes: fileBytesOrNone }), longestLists.layers),
    width,
    widthBesideOthers: width.optional(),
    outputWidth: widthOrNone.optional(),
  }),
});

const common = {
  origin,
  files: list(file, longestLists.files, 1, 'at least one file'),
  quantisation: key,
  tensors: z.strictObject({
    from: z.enum(['header', 'standard mix', 'engine log']),
    inputBytes: fileBytesOrNone,
    outputBytes: fileBytesOrNone,
    tied: z.boolean(),
    projectorBytes: fileBytesOrNone.optional(),
    layers: list(layerRun, longestLists.layers),
  }),
  projector: projector.optional(),
  chatTemplate: file.optional(),
  licence: words.optional(),
  adapters: record(label, adapter, longestLists.adapters).optional(),
  engines: list(z.enum([...defaultEngines.keys()]), longestLists.layers).optional(),
};

/** Whatever its memory comes from. */
export const catalogModelSchema = z.strictObject({
  ...common,
  architecture: z.strictObject({ architecture: anyArchitecture, ...facts }),
  memory: z.strictObject({ measured }).optional(),
});

/** A model whose memory is computed. */
export const computedModelSchema = z.strictObject({
  ...common,
  architecture: z.strictObject({ architecture: z.enum(architectures), ...facts }),
});

const capability = "as '8.9', or 'gfx942'";

export const gpuSchema = z.strictObject({
  vendor: z.enum(gpuVendorNames).optional(),
  product: labelValue,
  label: z.strictObject({ key: labelKey, values: list(labelValue, longestLists.gpuLabels, 1) }).optional(),
  memoryMib: whole(bounds.gpuMemoryMib),
  memoryType: z.enum(['GDDR', 'HBM', 'LPDDR']),
  memory: z.enum(['own', 'unified']).optional(),
  bandwidthGbPerSecond: number(bounds.gpuBandwidth),
  architecture: z.enum(architecturesOfNodes).optional(),
  computeCapability: noted(z.string().regex(/^(\d{1,3}\.\d{1,3}|[a-z][a-z\d]{1,15})$/, { error: capability }), {
    allowed: capability,
  }),
  migProfiles: list(
    z.strictObject({
      profile: key,
      memoryMib: whole(bounds.gpuMemoryMib),
      perGpu: whole(bounds.migSlices),
      computeSlices: whole(bounds.migSlices),
      memoryFrom: z.enum(['measured', 'lower bound']),
    }),
    longestLists.migProfiles,
  ),
  source: words,
  proven: z.literal('from documents').optional(),
});

const price = z.strictObject({ usdPerHour: number(bounds.dollarsPerHour), region: words, date: words, source: words });

export const instanceSchema = z.strictObject({
  cloud: z.enum(['aws', 'gcp', 'azure']),
  type: labelValue,
  architecture: z.enum(architecturesOfNodes).optional(),
  vcpu: whole({ ...bounds.cores, least: 1 }),
  memoryMib: whole(bounds.memoryMib),
  allocatable: z.strictObject({
    millicores: whole(bounds.millicores),
    memoryMib: whole(bounds.memoryMib),
    pods: whole(bounds.podsPerNode),
  }),
  gpu: z.strictObject({ product: key, count: whole(bounds.gpusPerNode) }).optional(),
  localNvmeGb: number(bounds.localNvmeGb).optional(),
  networkMbps: number(bounds.networkMbps).optional(),
  onDemand: price.optional(),
  spot: z.strictObject({ low: price, high: price }).optional(),
});
