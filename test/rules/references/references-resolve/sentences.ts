/** Objects of the platform, changes of it, and the endings of what the rule says. */
import { add, set, setPlan } from '../../fixtures/verdict';

export const qwen = 'Deployment llm-serving/qwen';
export const fleet = 'StatefulSet llm-serving/fleet';
export const pod = 'spec.template.spec';
export const server = `${pod}.containers[0]`;
export const draw = 'declare it in prerequisites, or remove the reference';
export const take = 'name one that the environment has, or remove the reference';
export const mounted = 'name it in pods.volumes of the model, or remove the reference';
export const host =
  'name one of the environment, or remove the reference: network policies let no engine connect to Services of others';
export const nearOf = (fix: string, name: string) => `did you mean '${name}'? else ${fix}`;
export const near = (name: string) => nearOf(draw, name);
export const declare = (kind: string, name: string, namespace?: string) =>
  setPlan('environment.prerequisites[1]', { kind, name, namespace, providedBy: 'us' });
export const noClass = `names no StorageClass, and no prerequisite declares a default class; ${draw}`;
export const claim = 'PersistentVolumeClaim model-store/models';
export const unnamed = set(claim, 'spec.storageClassName', undefined);
export const binding = (kind: string, more: object) =>
  add('store', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'b', namespace: kind === 'RoleBinding' ? 'model-store' : undefined },
    ...more,
  });
export const clusterRole = (name: string) => binding('ClusterRoleBinding', { roleRef: { kind: 'ClusterRole', name } });
/** A store beside the servers, whose loader then needs no token here. */
export const direct = (storageClass?: string) => [
  setPlan('environment.cluster.weights', { kind: 'direct', storageClass }),
  setPlan('environment.prerequisites[1]', { kind: 'Secret', name: 'hub-token', namespace: 'model-store' }),
];
export const volume = (value: object) => set(qwen, `${pod}.volumes[3]`, { name: 'more', ...value });
export const at = `${qwen} ${pod}.volumes[3]`;
