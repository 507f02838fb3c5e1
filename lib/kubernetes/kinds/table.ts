/** The table of kinds: how each is served. Kinds of others are added to it, so that they are drawn and judged as ours. */
import { refuse, suggest } from '../../core';
import { accessKinds, type AccessKinds } from './access';
import { certificateKinds, type CertificateKinds } from './certificates';
import { coreKinds, type CoreKinds } from './core';
import { deviceKinds, type DeviceKinds } from './devices';
import { deliveryKinds, type DeliveryKinds } from './delivery';
import { gatewayKinds, type GatewayKinds } from './gateway';
import { kedaKinds, type KedaKinds } from './keda';
import { custom, groupOf, type FactsOf, type KindFacts } from './kind';
import { monitoringKinds, type MonitoringKinds } from './monitoring';
import { secretKinds, type SecretKinds } from './secrets';
import { workloadKinds, type WorkloadKinds } from './workloads';

/**
 * Type of the objects of each kind, by its name. A module adds its own kinds by declaration merging, and their facts
 * with `defineKinds`.
 */
export interface Kinds
  extends
    AccessKinds,
    CertificateKinds,
    CoreKinds,
    DeliveryKinds,
    DeviceKinds,
    GatewayKinds,
    KedaKinds,
    MonitoringKinds,
    SecretKinds,
    WorkloadKinds {}

export type Kind = keyof Kinds;

/** Kinds of others that may be rendered, without types here. */
const untyped: Readonly<Record<string, KindFacts>> = {
  EC2NodeClass: custom('karpenter.k8s.aws/v1', 'ec2nodeclasses', 'cluster'),
  NodePool: custom('karpenter.sh/v1', 'nodepools', 'cluster'),
};

/** Kinds with types here; those of other modules come with `defineKinds`. */
const own = {
  ...accessKinds,
  ...certificateKinds,
  ...coreKinds,
  ...deliveryKinds,
  ...deviceKinds,
  ...gatewayKinds,
  ...kedaKinds,
  ...monitoringKinds,
  ...secretKinds,
  ...workloadKinds,
} satisfies Partial<FactsOf<Kinds>>;

/** As manifests name a kind: by group, whatever the version. */
const keyOf = (apiVersion: string, kind: string): string => `${groupOf(apiVersion)}/${kind}`;

const byName = new Map<string, KindFacts>(Object.entries({ ...untyped, ...own }));
const byGroup = new Map([...byName].map(([kind, facts]) => [keyOf(facts.apiVersion, kind), facts]));

/** A custom resource as its CustomResourceDefinition describes it. */
export type CustomKind = Omit<KindFacts, 'definition'>;

const isSame = (a: KindFacts, b: KindFacts): boolean =>
  a.apiVersion === b.apiVersion && a.scope === b.scope && a.plural === b.plural;

/**
 * Adds custom resources by the names of their kinds: what the rules know of them, and what `object` needs to draw them.
 * Each needs the CustomResourceDefinition `plural.group`. A kind of another group may have the name of a known kind:
 * then the rules know it, and `object` keeps drawing the first.
 *
 * @throws FaultError `KindDefinedTwice` when the group has this kind with another version, plural or scope
 */
export function defineKinds(kinds: Readonly<Record<string, CustomKind>>): void {
  for (const [kind, { apiVersion, plural, scope }] of Object.entries(kinds)) {
    const facts = custom(apiVersion, plural, scope);
    const key = keyOf(apiVersion, kind);
    const known = byGroup.get(key);
    if (known !== undefined && !isSame(known, facts)) {
      refuse('KindDefinedTwice', `defineKinds.${kind}`, `${plural} of ${apiVersion}, ${scope}`, {
        'defined before': `${known.plural} of ${known.apiVersion}, ${known.scope}`,
        fix: 'define it once',
      });
    }
    byGroup.set(key, facts);
    if (!byName.has(kind)) byName.set(kind, facts);
  }
}

/**
 * The facts of a kind that is drawn.
 *
 * @throws FaultError `KindNotDefined` when the kind has a type, but no facts
 */
export function factsOf(kind: string): KindFacts {
  return (
    byName.get(kind) ??
    refuse('KindNotDefined', kind, 'no API version of this kind is known', {
      'did you mean': suggest(kind, [...byName.keys()]),
      fix: `call defineKinds({ ${kind}: { apiVersion, plural, scope } })`,
    })
  );
}

/** The facts of the kind of an object; `undefined` where the table does not have this kind of its API group. */
export const factsFor = ({
  apiVersion,
  kind,
}: Readonly<Record<'apiVersion' | 'kind', string>>): KindFacts | undefined => byGroup.get(keyOf(apiVersion, kind));

/** Whether objects of a kind live outside of namespaces, by the name of the kind alone. */
export const isClusterScoped = (kind: string): boolean => byName.get(kind)?.scope === 'cluster';
