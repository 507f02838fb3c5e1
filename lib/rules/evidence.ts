/** The manifests of an environment, indexed once for all rules: by kind, by identity, and pods by their labels. */
import { defaultEngines, type Engines } from '../engines';
import { factsOf, groupOf, type Kinds } from '../kubernetes/kinds';
import { claimSpecsIn, identity, type Manifest, withClaimedDevices } from '../kubernetes/read';
import type { ServerPlan } from '../plan';
import { groupBy, orNone } from './lists';
import { podOf, type Pod } from './pods';
import type { RuleInput } from './input';
import type { Seen } from './seen';
import { podIndex, type PodIndex } from './selection';

export type { Seen } from './seen';

/** Everything that rules look at. */
export interface Evidence extends PodIndex {
  readonly plan: RuleInput['plan'];
  readonly engines: Engines;
  readonly all: readonly Seen[];
  /** Objects as Corral renders them, by identity; an object that no amendment changes is the very same. */
  readonly drawn: ReadonlyMap<string, Manifest>;
  /** With the devices of their claims among the limits of their containers. */
  readonly pods: readonly Pod[];
  /** Objects of a kind, in the order of the charts; an amendment may have taken away what the kind asks for. */
  of<K extends keyof Kinds>(kind: K): readonly Seen<Partial<Kinds[K]>>[];
  /** The first object with this name; an empty namespace for kinds that have none. */
  find<K extends keyof Kinds>(kind: K, namespace: string, name: string): Seen<Partial<Kinds[K]>> | undefined;
  /** The same for a kind that is known only when read. */
  findAny(kind: string, namespace: string, name: string): Seen | undefined;
  /** What the plan says of the pods of an engine. */
  planOf(pod: Pod): ServerPlan | undefined;
}

const key = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

/** Indexes the manifests: once per verdict, in one pass over them. */
export function evidenceOf({ charts, drawn = charts, plan, engines = defaultEngines }: RuleInput): Evidence {
  const all: readonly Seen[] = charts.flatMap(({ name: chart, wave, manifests }) =>
    manifests.map((manifest) => ({
      manifest,
      body: manifest,
      namespace: manifest.metadata.namespace ?? '',
      chart,
      wave,
    })),
  );
  const byKind = groupBy(all, ({ manifest: { apiVersion, kind } }) => `${groupOf(apiVersion)}/${kind}`);
  const byName = groupBy(all, ({ manifest: { kind, metadata }, namespace }) => key(kind, namespace, metadata.name));
  const claims = all.map(({ manifest }) => manifest).filter(({ kind }) => kind.startsWith('ResourceClaim'));
  const pods = all.flatMap((seen) => {
    const pod = podOf(seen);
    return pod === undefined ? [] : [withClaimedDevices(pod, claimSpecsIn(claims, pod.namespace))];
  });
  const serving = plan.environment.cluster.namespaces.serving;
  const plans = new Map<string, ServerPlan>(plan.servers.map((each) => [key('', serving, each.workload.name), each]));
  const findAny = (kind: string, namespace: string, name: string): Seen | undefined =>
    byName.get(key(kind, namespace, name))?.[0];
  return {
    ...podIndex(pods),
    plan,
    engines,
    all,
    drawn: new Map(
      drawn.flatMap(({ manifests }) => manifests.map((manifest) => [identity(manifest), manifest] as const)),
    ),
    pods,
    of: <K extends keyof Kinds>(kind: K) =>
      orNone(byKind.get(`${groupOf(factsOf(kind).apiVersion)}/${kind}`)) as readonly Seen<Partial<Kinds[K]>>[],
    find: <K extends keyof Kinds>(kind: K, namespace: string, name: string) =>
      findAny(kind, namespace, name) as Seen<Partial<Kinds[K]>> | undefined,
    findAny,
    planOf: ({ namespace, labels }) => plans.get(key('', namespace, labels['app.kubernetes.io/instance'] ?? '')),
  };
}
