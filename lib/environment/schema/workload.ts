/** The shape of a llama-server and of a fleet of Ollama in an overlay. */
import { z } from 'zod';
import { priorities } from '../workload';
import { absolutePath, count, countOrNone, cpu, positive, size } from './scalars';
import { llamaServerSettingsSchema, ollamaSettingsSchema } from './settings';

const common = {
  pools: z.tuple([z.string()], z.string()),
  gpus: countOrNone.optional(),
  cpu: cpu.optional(),
  memory: size.optional(),
  priority: z.enum(priorities).optional(),
  tokensPerSecond: positive.optional(),
};

const ephemeral = z.strictObject({ kind: z.literal('ephemeral') });
const csi = z.strictObject({ kind: z.literal('csi'), tier: z.string() });
const onStaticVolumes = z.strictObject({ kind: z.literal('static') });
const direct = z.strictObject({ kind: z.literal('direct') });
const image = z.strictObject({
  kind: z.literal('image'),
  /** A tag that people can read and a digest that cannot move. */
  reference: z.string().regex(/^[^\s:@]+(:\d+)?(\/[^\s:@]+)+:[\w.-]+@sha256:[0-9a-f]{64}$/, {
    error: 'registry/name:tag@sha256:… with both a tag and a digest of 64 hexadecimal digits',
  }),
  path: absolutePath,
});

export const modelSchema = z.strictObject({
  weights: z.string(),
  settings: llamaServerSettingsSchema,
  replicas: z.union([count, z.strictObject({ min: count, max: count })]),
  draft: z.strictObject({ weights: z.string(), tokens: count.optional() }).optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, direct, image]).optional(),
  /** The engine knows which there are, and what each takes. */
  flags: z.record(z.string(), z.union([z.string(), z.number(), z.literal(true)])).optional(),
  ...common,
});

const tags = z.tuple([z.string()], z.string());

export const ollamaFleetSchema = z.strictObject({
  models: z.union([tags, z.strictObject({ byOrdinal: z.array(tags).min(1, { error: 'a list for each replica' }) })]),
  settings: ollamaSettingsSchema,
  replicas: count,
  swap: z.literal('accepted').optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, onStaticVolumes, direct]).optional(),
  volumeSize: size.optional(),
  ...common,
});
