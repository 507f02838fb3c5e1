/** What an environment asks of its namespace, by the keys of quotas: all maxima, and the pods of rollouts and drains. */
import { derived, type Derived, type Nano, nanoPerUnit } from '../../core';
import { deviceClassOf } from '../../catalog';
import type { Environment } from '../../environment';
import type { Plan } from '../plan';
import { quotaEntries, type QuotaEntry, storeClaim } from '../quota';
import { dataVolumes } from '../volumes';

/** Exact amounts by quota key, each with where it comes from. */
export type NamespaceDemand = ReadonlyMap<string, Derived<Nano>>;

/** Quota keys of what pods ask for. Memory and disk are limited as well, since requests are limits. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  cpu: ['cpu', 'requests.cpu'],
  memory: ['memory', 'requests.memory', 'limits.memory'],
  'ephemeral-storage': ['ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage'],
  pods: ['pods', 'count/pods'],
};

/** Every pod with devices has one claim for all of them. */
const quotaKeys = (resource: string): readonly string[] =>
  keysOf[resource] ?? [deviceClassOf(resource) === undefined ? `requests.${resource}` : resource];

/** Nano units of what placement counts in: thousandths of a core, else bytes or units. */
const nanoOfAmount = (resource: string, amount: number): Nano =>
  BigInt(Math.ceil(amount)) * (resource === 'cpu' ? nanoPerUnit / 1000n : nanoPerUnit);

/** `chat 2 + 1`: the most pods that are wanted, and those of a rollout or a drain. */
const countText = ({ name, max, extra }: QuotaEntry): string => `${name} ${max}${extra === 0 ? '' : ` + ${extra}`}`;

/** Limits of CPU count where all containers have one, which a quota that counts them demands. */
function ofCpuLimits(entries: readonly QuotaEntry[]): readonly [string, Derived<Nano>] {
  const users = entries.filter(({ cpuLimit = 0 }) => cpuLimit > 0);
  const total = users.reduce(
    (sum, { cpuLimit = 0, max, extra }) => sum + nanoOfAmount('cpu', cpuLimit) * BigInt(max + extra),
    0n,
  );
  return ['limits.cpu', derived(total, users.map(countText).join(', '))];
}

/** Each pod with devices has one claim, which a quota may count as well. */
function ofDeviceClaims(entries: readonly QuotaEntry[]): readonly (readonly [string, Derived<Nano>])[] {
  const users = entries.filter(({ amounts }) => Object.keys(amounts).some((key) => deviceClassOf(key) !== undefined));
  const total = users.reduce((sum, { max, extra }) => sum + BigInt(max + extra) * nanoPerUnit, 0n);
  return users.length === 0
    ? []
    : [['count/resourceclaims.resource.k8s.io', derived(total, users.map(countText).join(', '))]];
}

function ofPods(entries: readonly QuotaEntry[]): readonly (readonly [string, Derived<Nano>])[] {
  const resources = [...new Set(entries.flatMap(({ amounts }) => Object.keys(amounts)))];
  return resources.flatMap((resource) => {
    const users = entries.filter(({ amounts }) => (amounts[resource] ?? 0) > 0);
    const total = users.reduce(
      (sum, { amounts, max, extra }) => sum + nanoOfAmount(resource, amounts[resource] ?? 0) * BigInt(max + extra),
      0n,
    );
    const needed = derived(total, users.map(countText).join(', '));
    return quotaKeys(resource).map((key) => [key, needed] as const);
  });
}

/** Claims of one size and class; without a class they get the default class, which no environment names. */
interface Claims {
  readonly of: string;
  readonly count: number;
  readonly size: number;
  readonly storageClass?: string;
}

function claimsOf(
  environment: Environment,
  { servers, loaders }: Pick<Plan, 'servers' | 'loaders'>,
  entries: readonly QuotaEntry[],
): readonly Claims[] {
  const { storageTiers } = environment.cluster;
  const store = storeClaim(environment);
  return [
    ...servers.flatMap(({ workload: { name, local }, volumeSize, localWeights, replacement, replicas }): Claims[] => {
      if (local.kind !== 'csi') return [];
      const storageClass = storageTiers[local.tier]?.storageClass;
      if (replacement.by === 'stateful-set')
        return volumeSize === undefined
          ? []
          : [{ of: name, count: replicas.max, size: volumeSize.value, storageClass }];
      const { max, extra } = entries.find((each) => each.name === name) ?? { max: replicas.max, extra: 0 };
      return [{ of: name, count: max + extra, size: localWeights.value, storageClass }];
    }),
    ...dataVolumes(environment).map((volume) => ({ ...volume, count: 1 })),
    ...(loaders.length > 0 && store !== undefined ? [{ of: 'the store', count: 1, ...store }] : []),
  ];
}

const storageKeys = {
  size: ['requests.storage'],
  count: ['persistentvolumeclaims', 'count/persistentvolumeclaims'],
} as const;

/** Sums of claims, all of them and by class. A claim without a class counts for every class: it may be the default. */
function ofClaims(claims: readonly Claims[]): readonly (readonly [string, Derived<Nano>])[] {
  const because = (some: readonly Claims[]): string => some.map(({ of, count }) => `${of} ${count}`).join(', ');
  const sums = (some: readonly Claims[], prefix: string): readonly (readonly [string, Derived<Nano>])[] => {
    const size = some.reduce((sum, each) => sum + nanoOfAmount('storage', each.size) * BigInt(each.count), 0n);
    const count = some.reduce((sum, each) => sum + BigInt(each.count) * nanoPerUnit, 0n);
    return [
      ...storageKeys.size.map((key) => [`${prefix}${key}`, derived(size, because(some))] as const),
      ...storageKeys.count
        .filter((key) => prefix === '' || !key.startsWith('count/'))
        .map((key) => [`${prefix}${key}`, derived(count, because(some))] as const),
    ];
  };
  const classes = [...new Set(claims.flatMap(({ storageClass }) => storageClass ?? []))];
  return [
    ...sums(claims, ''),
    ...classes.flatMap((name) =>
      sums(
        claims.filter(({ storageClass = name }) => storageClass === name),
        `${name}.storageclass.storage.k8s.io/`,
      ),
    ),
  ];
}

/** What the environment asks of its namespace at its maxima. */
export function namespaceDemand(plan: Pick<Plan, 'environment' | 'servers' | 'support' | 'loaders'>): NamespaceDemand {
  const { environment, servers, support } = plan;
  const entries = quotaEntries(environment, servers, support);
  return new Map([
    ...ofPods(entries),
    ...ofDeviceClaims(entries),
    ofCpuLimits(entries),
    ...ofClaims(claimsOf(environment, plan, entries)),
  ]);
}
