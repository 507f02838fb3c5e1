/** The shape of a llama-server and of a fleet of Ollama in an overlay. */
import { z } from 'zod';
import { priorities } from '../../workload/server';
import { bounds, longestLists, longestTexts } from '../bounds';
import { noted } from './facts';
import { list, listFromOne, record } from './lists';
import { coreCount, number, size, whole } from './numbers';
import { absolutePath, argument, key } from './scalars';
import { llamaServerSettingsSchema, ollamaSettingsSchema } from './settings';

const replicas = whole(bounds.replicas);

const common = {
  pools: listFromOne(key, longestLists.poolsOfWorkload),
  gpus: whole(bounds.gpusPerPod).optional(),
  cpu: coreCount(bounds.cores).optional(),
  memory: size(bounds.podMemory).optional(),
  priority: z.enum(priorities).optional(),
  tokensPerSecond: number(bounds.tokensPerSecond).optional(),
};

const ephemeral = z.strictObject({ kind: z.literal('ephemeral') });
const csi = z.strictObject({ kind: z.literal('csi'), tier: key });
const onStaticVolumes = z.strictObject({ kind: z.literal('static') });
const direct = z.strictObject({ kind: z.literal('direct') });
const imageForm = 'registry/name:tag@sha256:… with both a tag and a digest of 64 hexadecimal digits';
const imageReference = noted(
  z
    .string()
    .max(longestTexts.image, { error: `at most ${longestTexts.image} characters`, abort: true })
    .regex(/^[a-z0-9][\w.-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+:\w[\w.-]{0,127}@sha256:[0-9a-f]{64}$/, {
      error: imageForm,
    }),
  { allowed: imageForm },
);
const image = z.strictObject({
  kind: z.literal('image'),
  /** A tag that people can read and a digest that cannot move. */
  reference: imageReference,
  path: absolutePath,
});

export const modelSchema = z.strictObject({
  weights: key,
  settings: llamaServerSettingsSchema,
  replicas: z.union([replicas, z.strictObject({ min: replicas, max: replicas })]),
  draft: z.strictObject({ weights: key, tokens: whole(bounds.draftTokens).optional() }).optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, direct, image]).optional(),
  /** The engine knows which there are, and what each takes. */
  flags: record(key, z.union([argument, number(bounds.flag), z.literal(true)]), longestLists.flags).optional(),
  ...common,
});

const tags = listFromOne(key, longestLists.modelsOfServer);

export const ollamaFleetSchema = z.strictObject({
  models: z.union([
    tags,
    z.strictObject({ byOrdinal: list(tags, longestLists.ordinals, 1, 'a list for each replica') }),
  ]),
  settings: ollamaSettingsSchema,
  replicas,
  swap: z.literal('accepted').optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, onStaticVolumes, direct]).optional(),
  volumeSize: size(bounds.volumeSize).optional(),
  ...common,
});
