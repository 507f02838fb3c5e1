/**
 * Changes of one thing in an environment: a model, a fleet, a loader or a pool that is added, removed, resized or
 * renamed.
 */
import { gib, gigabytes, parseEnvironment, type EnvironmentInput } from '../../lib';
import { slug } from '../../lib/core/name';

/** An environment after one change. */
export interface Change {
  /** `remove model legal` */
  readonly title: string;
  readonly after: EnvironmentInput;
  /** Names of the workloads that the change is about: their pods may be replaced. */
  readonly about: readonly string[];
}

/** Stands for all pods beside the engines: the weights server, the collector and the loaders. */
export const support = 'support';

type Entries = Readonly<Record<string, object>>;

const without = <T extends Entries>(entries: T, key: string): T =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key)) as T;
/** The entry stays where it is in the order. */
const renamed = <T extends Entries>(entries: T, key: string, to: string): T =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [name === key ? to : name, value])) as T;
const replaced = <T extends Entries>(entries: T, key: string, value: object): T => ({ ...entries, [key]: value });

const added = 'another-one';

/** Pools to add: with and without GPUs, found by names, by a label, and made by a cloud. */
const newPools: Readonly<Record<string, EnvironmentInput['nodePools'][string]>> = {
  'without GPUs, named nodes': {
    on: 'metal',
    nodes: ['another-1', 'another-2'],
    hardware: { cpu: 32, memory: gib(128), ephemeralStorage: gib(400), diskBandwidth: gigabytes(2) },
  },
  'with GPUs, a label': {
    on: 'metal',
    nodes: 2,
    labels: { 'example.com/pool': 'another' },
    hardware: {
      gpu: 'NVIDIA-L40S',
      gpus: 2,
      cpu: 32,
      memory: gib(256),
      ephemeralStorage: gib(800),
      diskBandwidth: gigabytes(3),
    },
  },
  'of a cloud': { on: 'cloud', instance: 'aws/g6e.4xlarge', nodes: { min: 0, max: 4 } },
};

/** Weights of another origin and size for each engine, which a new loader brings. */
const otherWeights = {
  model: ['smollm2-1.7b-instruct/Q4_K_M', 'llama3.2:3b'],
  fleet: ['llama3.2:3b', 'qwen2.5:0.5b'],
} as const;

type Models = NonNullable<EnvironmentInput['models']>;
type Fleets = NonNullable<EnvironmentInput['ollama']>;

/** Workloads of a model or a fleet: a model with tracks has one for each. */
const workloadsOf = (key: string, workload: Models[string] | Fleets[string]): readonly string[] => [
  slug(key),
  ...('tracks' in workload ? Object.keys(workload.tracks ?? {}) : []).map((track) => `${slug(key)}-${track}`),
];

function ofModel(input: EnvironmentInput, models: Models, key: string): readonly Change[] {
  const model = models[key];
  if (model === undefined) return [];
  const about = workloadsOf(key, model);
  const min = typeof model.replicas === 'number' ? model.replicas : model.replicas.min;
  const max = typeof model.replicas === 'number' ? model.replicas : model.replicas.max;
  const to = (title: string, changed: Models, names: readonly string[] = about): Change => ({
    title: `${title} model ${key}`,
    after: { ...input, models: changed },
    about: names,
  });
  return [
    to('remove', without(models, key)),
    to('add another like', { ...models, [added]: { ...model, replicas: 1 } }, [added]),
    to('rename', renamed(models, key, added), [...about, added]),
    to(
      'give one replica more to',
      replaced(models, key, { ...model, replicas: min === max ? max + 1 : { min, max: max + 1 } }),
    ),
    ...(max > 1 ? [to('give one replica only to', replaced(models, key, { ...model, replicas: 1 }))] : []),
    to(
      'halve the context of',
      replaced(models, key, {
        ...model,
        settings: { ...model.settings, contextLength: model.settings.contextLength / 2 },
      }),
    ),
    ...otherWeights.model
      .filter((weights) => weights !== model.weights)
      .map((weights) => to(`load ${weights} for`, replaced(models, key, { ...model, weights }))),
  ];
}

function ofFleet(input: EnvironmentInput, fleets: Fleets, key: string): readonly Change[] {
  const fleet = fleets[key];
  if (fleet === undefined) return [];
  const about = [slug(key)];
  const to = (title: string, changed: Fleets, names: readonly string[] = about): Change => ({
    title: `${title} fleet ${key}`,
    after: { ...input, ollama: changed },
    about: names,
  });
  return [
    to('remove', without(fleets, key)),
    to('add another like', { ...fleets, [added]: { ...fleet, replicas: 1 } }, [added]),
    to('rename', renamed(fleets, key, added), [...about, added]),
    to('give one replica more to', replaced(fleets, key, { ...fleet, replicas: fleet.replicas + 1 })),
    ...otherWeights.fleet.map((tag) => to(`load ${tag} for`, replaced(fleets, key, { ...fleet, models: [tag] }))),
  ];
}

/** Whether its nodes are found by their names, so that a new one changes the pods that may run there. */
const isByNames = (pool: EnvironmentInput['nodePools'][string]): boolean =>
  pool.on === 'metal' && typeof pool.nodes !== 'number' && pool.labels === undefined;

function ofPool(input: EnvironmentInput, supportPools: readonly string[], key: string): readonly Change[] {
  const { nodePools, models = {}, ollama = {}, databases = {}, caches = {} } = input;
  const pool = nodePools[key];
  if (pool === undefined) return [];
  const users = [...Object.entries(models), ...Object.entries(ollama)]
    .filter(([, { pools }]) => pools.includes(key))
    .flatMap(([name, workload]) => workloadsOf(name, workload));
  const isForSupport =
    supportPools.includes(key) ||
    [...Object.values(databases), ...Object.values(caches)].some(({ pools }) => pools?.includes(key));
  const here = isForSupport ? [...users, support] : users;
  const to = (title: string, after: EnvironmentInput, names: readonly string[]): Change => ({
    title: `${title} pool ${key}`,
    after,
    about: names,
  });
  const given: readonly string[] | undefined = input.supportPools;
  const renamedPools = given?.map((each) => (each === key ? added : each)) as [string, ...string[]] | undefined;
  const named = <T extends Models | Fleets>(workloads: T): T =>
    Object.fromEntries(
      Object.entries(workloads).map(([name, workload]) => [
        name,
        { ...workload, pools: workload.pools.map((each: string) => (each === key ? added : each)) },
      ]),
    ) as unknown as T;
  const larger =
    pool.on === 'cloud'
      ? { ...pool, nodes: { ...pool.nodes, max: pool.nodes.max + 1 } }
      : { ...pool, nodes: typeof pool.nodes === 'number' ? pool.nodes + 1 : [...pool.nodes, `${key}-another`] };
  const always = pool.on === 'cloud' && pool.nodes.min === 0 ? [{ ...pool, nodes: { ...pool.nodes, min: 1 } }] : [];
  return [
    to(
      'rename',
      {
        ...input,
        nodePools: renamed(nodePools, key, added),
        models: named(models),
        ollama: named(ollama),
        supportPools: renamedPools,
      },
      [],
    ),
    ...[larger, ...always].map((resized) =>
      to(
        'give a node more to',
        { ...input, nodePools: replaced(nodePools, key, resized) },
        isByNames(pool) ? here : [],
      ),
    ),
    ...(here.length > 0 ? [] : [to('remove', { ...input, nodePools: without(nodePools, key) }, [])]),
  ];
}

/**
 * Every change of one thing. Support pods go to a pool without GPUs where the environment names none and the first of
 * them comes: that pool is then theirs, and the change is about them.
 */
export function changesOf(input: EnvironmentInput): readonly Change[] {
  const { models = {}, ollama = {}, nodePools } = input;
  const { environment } = parseEnvironment(input);
  const supportPools = environment?.supportPools ?? [];
  const moves = (pool: EnvironmentInput['nodePools'][string]): boolean =>
    input.supportPools === undefined &&
    pool.on === 'metal' &&
    pool.hardware.gpu === undefined &&
    supportPools.some((name) => environment?.nodePools[name]?.gpu !== undefined);
  return [
    ...Object.keys(models).flatMap((key) => ofModel(input, models, key)),
    ...Object.keys(ollama).flatMap((key) => ofFleet(input, ollama, key)),
    ...Object.keys(nodePools).flatMap((key) => ofPool(input, supportPools, key)),
    ...Object.entries(newPools).map(([title, pool]): Change => ({
      title: `add pool ${title}`,
      after: { ...input, nodePools: { ...nodePools, [added]: pool } },
      about: moves(pool) ? [support] : [],
    })),
  ];
}
