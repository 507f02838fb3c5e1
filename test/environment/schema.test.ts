/** Schemas and types say the same: a field in one and not in the other does not compile. */
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Gpu } from '../../lib/catalog/gpu';
import type { Instance } from '../../lib/catalog/instance';
import type { Model } from '../../lib/catalog/model';
import type { ClusterInput, DnsInput } from '../../lib/environment/cluster';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { BackupInput } from '../../lib/environment/backup';
import type { CacheInput } from '../../lib/environment/cache';
import type { DatabaseInput } from '../../lib/environment/database';
import type { GatewayInput } from '../../lib/environment/gateway';
import type { NodePoolInput } from '../../lib/environment/node-pool';
import type { ModelInput } from '../../lib/engines/llama-server/input';
import type { OllamaFleetInput, OllamaNamedModel } from '../../lib/engines/ollama/input';
import type { backupSchema } from '../../lib/environment/schema/backup';
import type { catalogModelSchema, gpuSchema, instanceSchema } from '../../lib/environment/schema/catalog';
import type { clusterSchema } from '../../lib/environment/schema/cluster';
import type { cacheSchema } from '../../lib/environment/schema/cache';
import type { databaseSchema } from '../../lib/environment/schema/database';
import { environmentSchema } from '../../lib/environment/schema/environment';
import type { gatewaySchema } from '../../lib/environment/schema/gateway';
import type { nodePoolSchema } from '../../lib/environment/schema/node-pool';
import { read } from '../../lib/environment/schema/read';
import type { modelSchema } from '../../lib/engines/llama-server/schema';
import type { namedModelSchema, ollamaFleetSchema } from '../../lib/engines/ollama/schema';
import { reportOf } from '../invalid/read';

/** A type with `readonly` on everything, so that only fields and their types are compared. */
type Plain<T> = T extends string | number | boolean | undefined | null ? T : { readonly [K in keyof T]: Plain<T[K]> };

type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

/** Parts that are read one by one, and the flags and parameters, which the engines check. */
type Outermost = Omit<
  EnvironmentInput,
  'cluster' | 'nodePools' | 'models' | 'ollama' | 'gateway' | 'databases' | 'caches' | 'backup' | 'catalog'
>;

test('every schema is the type that it reads', () => {
  const same: readonly true[] = [
    // The type says more: which of the fields of DNS go together.
    true satisfies Same<Omit<z.output<typeof clusterSchema>, 'dns'>, Omit<ClusterInput, 'dns'>>,
    true satisfies Same<keyof NonNullable<z.output<typeof clusterSchema>['dns']>, keyof DnsInput>,
    true satisfies Same<z.output<typeof nodePoolSchema>, NodePoolInput>,
    true satisfies Same<Omit<z.output<typeof modelSchema>, 'flags'>, Omit<ModelInput, 'flags'>>,
    true satisfies Same<Omit<z.output<typeof ollamaFleetSchema>, 'models'>, Omit<OllamaFleetInput, 'models'>>,
    true satisfies Same<Omit<z.output<typeof namedModelSchema>, 'parameters'>, Omit<OllamaNamedModel, 'parameters'>>,
    true satisfies Same<z.output<typeof gatewaySchema>, GatewayInput>,
    true satisfies Same<z.output<typeof databaseSchema>, DatabaseInput>,
    true satisfies Same<z.output<typeof cacheSchema>, CacheInput>,
    true satisfies Same<z.output<typeof backupSchema>, BackupInput>,
    true satisfies Same<z.output<typeof catalogModelSchema>, Model>,
    true satisfies Same<z.output<typeof gpuSchema>, Gpu>,
    true satisfies Same<z.output<typeof instanceSchema>, Instance>,
    true satisfies Same<
      Omit<
        z.output<typeof environmentSchema>,
        'cluster' | 'nodePools' | 'models' | 'ollama' | 'gateway' | 'databases' | 'caches' | 'backup' | 'catalog'
      >,
      Outermost
    >,
  ];
  const outermost: readonly (keyof EnvironmentInput)[] = environmentSchema.keyof().options;
  expect(same.every(Boolean)).toBe(true);
  expect([...outermost].sort()).toEqual([
    'amendments',
    'backup',
    'caches',
    'catalog',
    'cluster',
    'databases',
    'delivery',
    'exemptions',
    'gateway',
    'gitops',
    'imageMirrors',
    'models',
    'monitoring',
    'name',
    'nodePools',
    'objects',
    'ollama',
    'pods',
    'prerequisites',
    'priorities',
    'supportPools',
  ]);
});

test('a field that the comparison would miss does not slip through it', () => {
  const optional: Same<{ a: string }, { a: string; b?: string }> = false;
  const wider: Same<{ a: 'x' }, { a: string }> = false;
  expect([optional, wider]).toEqual([false, false]);
});

const sample = z.strictObject({
  size: z.union([z.int().min(1, { error: 'at least 1' }), z.strictObject({ min: z.int(), max: z.int() })]),
  mode: z.enum(['fast', 'slow']).optional(),
  how: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('hand'), fingers: z.int() }),
      z.strictObject({ by: z.literal('foot') }),
    ])
    .optional(),
});

const told = (input: unknown): string => reportOf(read(sample, input, 'here').faults ?? []);

test.each([
  [
    'a union inside out: the branch that was meant',
    { size: { min: 1, mx: 2 } },
    'here.size.mx: there is no such field.\n  did you mean: max\n  allowed: min · max\n  [UnknownKey]',
  ],
  [
    'a union without a branch that was meant',
    { size: true },
    'here.size: true is of the wrong type.\n  allowed: a whole number · { min, max }\n  [WrongType]',
  ],
  [
    'a union that is left out',
    {},
    'here.size: this field has no default and was left out.\n  allowed: a whole number · { min, max }\n  [MissingField]',
  ],
  ['the bounds of a branch', { size: 0 }, 'here.size: 0 is out of range.\n  allowed: at least 1\n  [OutOfRange]'],
  [
    'not a number',
    { size: Number.NaN },
    'here.size: NaN is of the wrong type.\n  allowed: a whole number · { min, max }\n  [WrongType]',
  ],
  [
    'a part of a number',
    { size: 1.5 },
    'here.size: 1.5 is of the wrong type.\n  allowed: a whole number · { min, max }\n  [WrongType]',
  ],
  [
    'a word of another list',
    { size: 1, mode: 'fats' },
    "here.mode: 'fats' is not among what is allowed.\n  did you mean: 'fast'\n  allowed: 'fast' · 'slow'\n  [NotAllowed]",
  ],
  [
    'a variant that does not exist',
    { size: 1, how: { by: 'hnad' } },
    "here.how.by: 'hnad' is not among what is allowed.\n  did you mean: 'hand'\n  allowed: 'hand' · 'foot'\n  [NotAllowed]",
  ],
  [
    'a variant that is not said',
    { size: 1, how: {} },
    "here.how.by: this field has no default and was left out.\n  allowed: 'hand' · 'foot'\n  [MissingField]",
  ],
  [
    'a field of another variant',
    { size: 1, how: { by: 'foot', fingers: 2 } },
    "here.how.fingers: there is no such field.\n  allowed: by\n  fix: leave it out: it goes with by: 'hand'\n  [UnknownKey]",
  ],
  [
    'a list for an object',
    [],
    'here: an empty list is of the wrong type.\n  allowed: { size, mode?, how? }\n  [WrongType]',
  ],
])('tells %s', (_, input, report) => {
  expect(told(input)).toBe(report);
});

test('two unknown fields cannot both be the one that is missing', () => {
  expect(told({ sise: 1, szie: 1 })).toBe(
    [
      'here.sise: there is no such field.\n  did you mean: size\n  allowed: size · mode · how\n  [UnknownKey]',
      'here.szie: there is no such field.\n  did you mean: size\n  allowed: size · mode · how\n  [UnknownKey]',
    ].join('\n'),
  );
});

const source = z.strictObject({
  from: z.union([
    z.string(),
    z.strictObject({ secret: z.string(), key: z.string() }),
    z.strictObject({ configMap: z.string(), key: z.string() }),
  ]),
});

const chosen = (from: unknown): string => reportOf(read(source, { from }, 'here').faults ?? []);

const forms = 'allowed: { secret, key } · { configMap, key }\n  [BadFormat]';

test.each([
  ['no form', { key: 'k' }, `here.from: an object does not have the right form.\n  ${forms}`],
  ['nothing', {}, `here.from: an empty object does not have the right form.\n  ${forms}`],
  [
    'two forms',
    { secret: 's', configMap: 'c', key: 'k' },
    `here.from: an object does not have the right form.\n  ${forms}`,
  ],
  ['a form of Kubernetes', { valueFrom: {} }, `here.from: an object does not have the right form.\n  ${forms}`],
  [
    'a form by a longer name',
    { secretName: 's', key: 'k' },
    'here.from.secretName: there is no such field.\n  did you mean: secret\n  allowed: secret · key\n  [UnknownKey]',
  ],
  [
    'a form in another case',
    { configmap: 'c', key: 'k' },
    'here.from.configmap: there is no such field.\n  did you mean: configMap\n  allowed: configMap · key\n  [UnknownKey]',
  ],
  [
    'a part of one form',
    { configMap: 'c' },
    'here.from.key: this field has no default and was left out.\n  allowed: a text\n  [MissingField]',
  ],
  [
    'a number',
    4711,
    "here.from: 4711 is of the wrong type.\n  allowed: a text: '4711' · { secret, key } · { configMap, key }\n  [WrongType]",
  ],
])('an object of one of several forms that names %s has one fault', (_, from, report) => {
  expect(chosen(from)).toBe(report);
});

const nested = z
  .strictObject({
    outer: z.strictObject({ inner: z.strictObject({ level: z.int(), seconds: z.int() }).optional() }).optional(),
    first: z.string().optional(),
    second: z.string().optional(),
    port: z.int().optional(),
  })
  .refine(({ first, second }) => (first === undefined) !== (second === undefined), {
    error: 'either first or second',
    params: { format: true },
  });

const placed = (input: unknown): string => reportOf(read(nested, input, 'here.part').faults ?? []);
const fieldsOf = (...names: readonly string[]): string => `allowed: ${names.join(' · ')}`;
const outermost = fieldsOf('outer', 'first', 'second', 'port');

test.each([
  [
    'an unknown field, and a test of the whole that only follows from it',
    { frist: 'a' },
    `here.part.frist: there is no such field.\n  did you mean: first\n  ${outermost}\n  [UnknownKey]`,
  ],
  [
    'a field of a part',
    { first: 'a', inner: {} },
    `here.part.inner: there is no such field.\n  ${outermost}\n  fix: move it to here.part.outer.inner\n  [UnknownKey]`,
  ],
  [
    'a field of the object around it',
    { first: 'a', outer: { port: 1 } },
    'here.part.outer.port: there is no such field.\n  allowed: inner\n  fix: move it to here.part.port\n  [UnknownKey]',
  ],
  [
    'a field of the environment',
    { first: 'a', imageMirrors: {} },
    `here.part.imageMirrors: there is no such field.\n  ${outermost}\n  fix: move it to here.imageMirrors\n  [UnknownKey]`,
  ],
  [
    'all fields of one part, one level too high',
    { first: 'a', outer: { level: 1, seconds: 2 } },
    "here.part.outer: level, seconds are fields of 'inner'.\n  fix: inner: { level, seconds }\n  [UnknownKey]",
  ],
  [
    'a required field under another name',
    { first: 'a', outer: { inner: { level: 1, budget: 30 } } },
    'here.part.outer.inner.budget: there is no such field.\n  did you mean: seconds\n  allowed: level · seconds\n  [UnknownKey]',
  ],
  [
    'a value that the required field cannot take',
    { first: 'a', outer: { inner: { level: 1, budget: 'x' } } },
    [
      'here.part.outer.inner.budget: there is no such field.\n  allowed: level · seconds\n  [UnknownKey]',
      'here.part.outer.inner.seconds: this field has no default and was left out.\n  allowed: a whole number\n  [MissingField]',
    ].join('\n'),
  ],
  [
    'a number as a text',
    { first: 'a', port: '443' },
    "here.part.port: '443' is of the wrong type.\n  allowed: a whole number: 443\n  [WrongType]",
  ],
])('tells %s', (_, input, report) => {
  expect(placed(input)).toBe(report);
});
