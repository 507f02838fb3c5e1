/**
 * Settings of a llama-server that do not go with each other, its GPUs or its model: the server would end, or change
 * them silently.
 */
import type { Model } from '../../../catalog';
import { childPath, type Fault, fault, type Path } from '../../../core';
import type { UncheckedFlags } from '../flags/further-flags';
import { longestContext, yarnFlags } from './yarn';
import { imageTokens } from './projector-images';
import type { CacheType, LlamaServerSettings } from '../../../sizing';

/** What of a model its settings are checked against. */
export type CheckedModel = Pick<Model, 'architecture' | 'projector'>;

/** GPUs, model and further flags that the settings are checked against. */
export interface SettingsContext {
  /** GPUs, or shares or slices, of one pod. */
  readonly gpus: number;
  /** @default - what depends on the model is not checked */
  readonly model?: CheckedModel;
  /** Further flags, some of which change what the model takes. @default {} */
  readonly flags?: UncheckedFlags;
}

/** Most slots of one server (`LLAMA_MAX_SEQ`). */
const mostParallel = 256;
const plainTypes: readonly CacheType[] = ['f32', 'f16', 'bf16'];
/** Elements of one block of every quantised cache type. */
const cacheBlock = 32;

const isPlain = (type: CacheType): boolean => plainTypes.includes(type);

type Check = (
  settings: LlamaServerSettings,
  context: SettingsContext,
  at: Path,
) => Fault | undefined | readonly Fault[];

const counts: Check = (settings, _, at) =>
  (['contextLength', 'parallel', 'maxOutputLength', 'batchSize', 'ubatchSize'] as const)
    .filter((key) => !Number.isSafeInteger(settings[key]) || settings[key] < 1)
    .map((key) => fault('SettingRange', childPath(at, key), `${settings[key]} is not a whole number above 0`));

const slots: Check = ({ parallel }, _, at) =>
  parallel > mostParallel
    ? fault(
        'SettingRange',
        childPath(at, 'parallel'),
        `${parallel} slots, and llama-server has at most ${mostParallel}`,
      )
    : undefined;

const output: Check = ({ maxOutputLength, contextLength }, _, at) =>
  maxOutputLength > contextLength
    ? fault(
        'OutputBeyondContext',
        childPath(at, 'maxOutputLength'),
        `${maxOutputLength} tokens do not fit a context of ${contextLength}`,
        {
          fix: [`maxOutputLength ${contextLength}`, `contextLength ${maxOutputLength}`],
        },
      )
    : undefined;

const trained: Check = ({ contextLength, embedding: pooling }, { model, flags }, at) => {
  if (model === undefined) return undefined;
  const { architecture } = model;
  const most = longestContext(architecture, flags);
  if (contextLength <= most) return undefined;
  const stretched = most !== architecture.contextLength;
  return fault(
    'ContextBeyondTraining',
    childPath(at, 'contextLength'),
    `${contextLength} tokens, and the model ${stretched ? `takes ${most} with the YaRN flags that are set` : `was trained for ${most}`}: the server would cap it silently`,
    {
      fix: [
        `contextLength ${most}`,
        ...(stretched || pooling !== undefined
          ? []
          : [`if the publisher of the model names YaRN: flags ${yarnFlags(architecture, contextLength)}`]),
      ],
    },
  );
};

const batches: Check = ({ batchSize, ubatchSize }, _, at) =>
  ubatchSize > batchSize
    ? fault(
        'BatchOrder',
        childPath(at, 'ubatchSize'),
        `a physical batch of ${ubatchSize} is larger than the logical one of ${batchSize}`,
        {
          fix: [`ubatchSize ${batchSize}`, `batchSize ${ubatchSize}`],
        },
      )
    : undefined;

const valueCache: Check = ({ cacheTypeV, flashAttention }, _, at) =>
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

const cacheOnGpu: Check = ({ cacheTypeK, cacheTypeV, flashAttention }, { gpus }, at) =>
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

const cacheOfModel: Check = ({ cacheTypeK, cacheTypeV, flashAttention }, { model }, at) => {
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

const split: Check = ({ splitMode, tensorSplit }, { gpus }, at) => {
  if (gpus > 1 && splitMode === 'none') {
    return fault('SplitMode', childPath(at, 'splitMode'), `'none' leaves ${gpus - 1} of ${gpus} GPUs without work`, {
      fix: ["splitMode 'layer'", 'gpus 1'],
    });
  }
  if (gpus <= 1 && splitMode !== 'none') {
    return fault(
      'SplitMode',
      childPath(at, 'splitMode'),
      `'${splitMode}' needs several GPUs, and the pod has ${gpus}`,
      {
        fix: ["splitMode 'none'", 'gpus 2'],
      },
    );
  }
  if (gpus <= 1 ? tensorSplit.length > 1 : tensorSplit.length !== gpus) {
    return fault(
      'TensorSplit',
      childPath(at, 'tensorSplit'),
      `${tensorSplit.length} parts for ${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}`,
      {
        fix: gpus <= 1 ? 'leave tensorSplit out' : `tensorSplit [${Array.from({ length: gpus }, () => 1).join(', ')}]`,
      },
    );
  }
  return tensorSplit.every((part) => Number.isFinite(part) && part > 0)
    ? undefined
    : fault('TensorSplit', childPath(at, 'tensorSplit'), `[${tensorSplit.join(', ')}] has a part that is not above 0`, {
        fix: 'ask for fewer GPUs, and leave that part out',
      });
};

const layers: Check = ({ gpuLayers, expertLayersOnHost }, { gpus, model }, at) => {
  const found: Fault[] = [];
  if (gpus === 0 && gpuLayers !== 0) {
    found.push(
      fault('GpuLayers', childPath(at, 'gpuLayers'), `${gpuLayers} layers on GPUs, and the pod has none`, {
        fix: ['gpuLayers 0', 'gpus 1'],
      }),
    );
  }
  if (gpus > 0 && gpuLayers === 0) {
    found.push(
      fault('GpuLayers', childPath(at, 'gpuLayers'), `0 leaves ${gpus} GPUs without work`, {
        fix: ["gpuLayers 'all'", 'gpus 0'],
      }),
    );
  }
  if (expertLayersOnHost > 0 && (gpus === 0 || (model !== undefined && model.architecture.expertCount === undefined))) {
    const why = gpus === 0 ? 'everything is on the host already' : 'the model has no experts';
    found.push(
      fault('ExpertLayers', childPath(at, 'expertLayersOnHost'), `${expertLayersOnHost}, and ${why}`, {
        fix: 'expertLayersOnHost 0',
      }),
    );
  }
  return found;
};

const embedding: Check = ({ embedding: pooling, batchSize, ubatchSize, contextLength }, _, at) => {
  if (pooling === undefined) return undefined;
  const found: Fault[] = [];
  if (batchSize > ubatchSize) {
    found.push(
      fault(
        'EmbeddingBatch',
        childPath(at, 'batchSize'),
        `${batchSize}: for embeddings the server lowers it to ubatchSize, ${ubatchSize}`,
        { fix: [`batchSize ${ubatchSize}`, `ubatchSize ${batchSize}`] },
      ),
    );
  }
  if (pooling !== 'last' && ubatchSize < contextLength) {
    found.push(
      fault(
        'EmbeddingBatch',
        childPath(at, 'ubatchSize'),
        `${ubatchSize}: a text is embedded in one physical batch, and contextLength promises ${contextLength} tokens`,
        { fix: [`ubatchSize ${contextLength}`, `contextLength ${ubatchSize}`] },
      ),
    );
  }
  return found;
};

const projector: Check = ({ imageMaxTokens: most }, { model }, at) => {
  if (most === 0 || model === undefined) return undefined;
  const {
    projector: own,
    architecture: { embeddingLength },
  } = model;
  if (own === undefined) {
    return fault(
      'NoProjector',
      childPath(at, 'imageMaxTokens'),
      `${most}, and the model has no projector in the catalogue`,
      {
        fix: ['lock it with its projector: npm run lock -- <repository> <file> --projector <file>', 'imageMaxTokens 0'],
      },
    );
  }
  return own.facts.projectionLength === embeddingLength
    ? undefined
    : fault(
        'NoProjector',
        childPath(at, 'imageMaxTokens'),
        `the projector makes tokens of width ${own.facts.projectionLength}, and the model takes ${embeddingLength}`,
        {
          fix: 'lock the model with its own projector',
        },
      );
};

const images: Check = ({ imageMaxTokens: most, contextLength, ubatchSize }, { model }, at) => {
  if (most === 0) return undefined;
  const place = childPath(at, 'imageMaxTokens');
  const { facts } = model?.projector ?? {};
  const { least = 1, fixed, together = false } = facts === undefined ? {} : imageTokens(facts);
  const fewer = (value: number): readonly string[] =>
    fixed === undefined && value >= least ? [`imageMaxTokens ${value}`] : [];
  if (most >= contextLength) {
    return fault('ImageTokens', place, `${most} tokens of one image leave nothing of a context of ${contextLength}`, {
      fix: [...fewer(contextLength - 1), `contextLength ${2 * most}`],
    });
  }
  if (facts === undefined) return undefined;
  if (fixed !== undefined && most !== fixed) {
    return fault(
      'ImageTokens',
      place,
      `${most}, and a projector of type ${facts.type} makes ${fixed} tokens of every image`,
      { fix: `imageMaxTokens ${fixed}` },
    );
  }
  if (most < least) {
    return fault(
      'ImageTokens',
      place,
      `${most}, and a projector of type ${facts.type} may make ${least} tokens of a small image, which the server enlarges`,
      {
        fix: `imageMaxTokens ${least}`,
      },
    );
  }
  return together && most > ubatchSize
    ? fault(
        'ImageTokens',
        place,
        `${most} tokens of an image see each other and must be in one physical batch, and ubatchSize is ${ubatchSize}`,
        {
          fix: [...fewer(ubatchSize), `ubatchSize ${most}`],
        },
      )
    : undefined;
};

const checks: readonly Check[] = [
  counts,
  slots,
  output,
  trained,
  batches,
  valueCache,
  cacheOnGpu,
  cacheOfModel,
  split,
  layers,
  embedding,
  projector,
  images,
];

/**
 * Everything in settings that build b11382 would refuse, ignore or change.
 *
 * @see https://github.com/ggml-org/llama.cpp - `src/llama-context.cpp`, `tools/server/server.cpp`,
 * `ggml/src/ggml-cuda/fattn.cu`
 */
export const checkLlamaServer = (settings: LlamaServerSettings, context: SettingsContext, at: Path): readonly Fault[] =>
  checks.flatMap((check) => check(settings, context, at) ?? []);
