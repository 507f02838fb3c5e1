/**
 * Facts of the cluster that every object on it follows. They stand at the root of the constructs, not in the props of
 * each: no construct of an app can have a cluster of its own.
 */
import type { Construct } from 'constructs';
import { type Families, isPlainObject, usualFamilies } from '../../core';
import type { Kind } from '../kinds';
import { runAsUser } from './pod-security';

export interface ClusterFacts {
  /** Address families of pods and Services, the cluster's own first. @default ['IPv4'] */
  readonly families: Families;
  /**
   * Who chooses the user ids of containers: `ours` is 10001, `cluster` an admission of the cluster, as OpenShift has one.
   * @default 'ours'
   */
  readonly userIds: 'ours' | 'cluster';
}

const usual: ClusterFacts = { families: usualFamilies, userIds: 'ours' };
const key = 'corral/cluster';

/** Says what the cluster of an app is like, before the app has charts. */
export const describeCluster = (app: Construct, facts: Partial<ClusterFacts>): void =>
  app.node.setContext(key, { families: facts.families ?? usual.families, userIds: facts.userIds ?? usual.userIds });

/** What the cluster of a construct is like. */
export const clusterFacts = ({ node }: Construct): ClusterFacts =>
  (node.tryGetContext(key) as ClusterFacts | undefined) ?? usual;

const ids: readonly string[] = ['runAsUser', 'runAsGroup', 'fsGroup'];

const isPrivileged = (container: unknown): boolean =>
  isPlainObject(container) &&
  isPlainObject(container['securityContext']) &&
  container['securityContext']['privileged'] === true;

/** Whether it is the `spec` of a pod with a container that has all rights: the cluster gives such a pod no user. */
const hasAllRights = (value: Readonly<Record<string, unknown>>): boolean =>
  ['containers', 'initContainers'].some((name) => {
    const list = value[name];
    return Array.isArray(list) && list.some(isPrivileged);
  });

/** A part of a pod without the user and the groups of ours, which are in security contexts alone. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (!isPlainObject(value) || hasAllRights(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      ids.includes(name) && each === runAsUser ? [] : [[name, withoutIds(each)] as const],
    ),
  );
}

/**
 * A Service with an address of each family. One without an address of its own lists pods: with two families it would
 * list each of them twice. One at a fixed address is asked for only there.
 */
function withFamilies(spec: unknown): unknown {
  return isPlainObject(spec) && spec['clusterIP'] === undefined ? { ipFamilyPolicy: 'PreferDualStack', ...spec } : spec;
}

const podKinds: readonly string[] = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'];

/** The `spec` of an object as its cluster needs it: what a name follows must be this. */
export function specOn<Spec>(scope: Construct, kind: Kind, spec: Spec): Spec {
  const { families, userIds } = clusterFacts(scope);
  if (kind === 'Service' && families.length > 1) return withFamilies(spec) as Spec;
  if (podKinds.includes(kind) && userIds === 'cluster') return withoutIds(spec) as Spec;
  return spec;
}

/** An object as its cluster needs it. */
export const bodyOn = <Body extends object>(scope: Construct, kind: Kind, body: Body): Body =>
  'spec' in body ? { ...body, spec: specOn(scope, kind, body.spec) } : body;
