/** Schemas and types say the same: a field in one and not in the other does not compile. */
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Gpu } from '../../lib/catalog/gpu';
import type { Instance } from '../../lib/catalog/instance';
import type { Model } from '../../lib/catalog/model';
import type { ClusterInput, DnsInput } from '../../lib/environment/cluster';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { NodePoolInput } from '../../lib/environment/node-pool';
import type { ModelInput } from '../../lib/engines/llama-server/input';
import type { OllamaFleetInput, OllamaNamedModel } from '../../lib/engines/ollama/input';
import type { catalogModelSchema, gpuSchema, instanceSchema } from '../../lib/environment/schema/catalog';
import type { clusterSchema } from '../../lib/environment/schema/cluster';
import { environmentSchema } from '../../lib/environment/schema/environment';
import type { nodePoolSchema } from '../../lib/environment/schema/node-pool';
import { read } from '../../lib/environment/schema/read';
import type { modelSchema } from '../../lib/engines/llama-server/schema';
import type { namedModelSchema, ollamaFleetSchema } from '../../lib/engines/ollama/schema';
import { reportOf } from '../invalid/read';

/** A type with `readonly` on everything, so that only fields and their types are compared. */
type Plain<T> = T extends string | number | boolean | undefined | null ? T : { readonly [K in keyof T]: Plain<T[K]> };

type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

/** Parts that are read one by one, and the flags and parameters, which the engines check. */
type Outermost = Omit<EnvironmentInput, 'cluster' | 'nodePools' | 'models' | 'ollama' | 'catalog'>;

test('every schema is the type that it reads', () => {
  const same: readonly true[] = [
    // The type says more: which of the fields of DNS go together.
    true satisfies Same<Omit<z.output<typeof clusterSchema>, 'dns'>, Omit<ClusterInput, 'dns'>>,
    true satisfies Same<keyof NonNullable<z.output<typeof clusterSchema>['dns']>, keyof DnsInput>,
    true satisfies Same<z.output<typeof nodePoolSchema>, NodePoolInput>,
    true satisfies Same<Omit<z.output<typeof modelSchema>, 'flags'>, Omit<ModelInput, 'flags'>>,
    true satisfies Same<Omit<z.output<typeof ollamaFleetSchema>, 'models'>, Omit<OllamaFleetInput, 'models'>>,
    true satisfies Same<Omit<z.output<typeof namedModelSchema>, 'parameters'>, Omit<OllamaNamedModel, 'parameters'>>,
    true satisfies Same<z.output<typeof catalogModelSchema>, Model>,
    true satisfies Same<z.output<typeof gpuSchema>, Gpu>,
    true satisfies Same<z.output<typeof instanceSchema>, Instance>,
    true satisfies Same<
      Omit<z.output<typeof environmentSchema>, 'cluster' | 'nodePools' | 'models' | 'ollama' | 'catalog'>,
      Outermost
    >,
  ];
  const outermost: readonly (keyof EnvironmentInput)[] = environmentSchema.keyof().options;
  expect(same.every(Boolean)).toBe(true);
  expect([...outermost].sort()).toEqual([
    'amendments',
    'catalog',
    'cluster',
    'delivery',
    'exemptions',
    'gitops',
    'imageMirrors',
    'models',
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
    'here.size: true is of the wrong type.\n  allowed: a whole number · an object\n  [WrongType]',
  ],
  [
    'a union that is left out',
    {},
    'here.size: this field has no default and was left out.\n  allowed: a whole number · an object\n  [MissingField]',
  ],
  ['the bounds of a branch', { size: 0 }, 'here.size: 0 is out of range.\n  allowed: at least 1\n  [OutOfRange]'],
  [
    'not a number',
    { size: Number.NaN },
    'here.size: NaN is of the wrong type.\n  allowed: a whole number · an object\n  [WrongType]',
  ],
  [
    'a part of a number',
    { size: 1.5 },
    'here.size: 1.5 is of the wrong type.\n  allowed: a whole number · an object\n  [WrongType]',
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
    'here.how.fingers: there is no such field.\n  allowed: by\n  [UnknownKey]',
  ],
  ['a list for an object', [], 'here: an empty list is of the wrong type.\n  allowed: an object\n  [WrongType]'],
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
