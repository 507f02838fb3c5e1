/** A namespace that exists: what others keep there is compared, and differs only where it reaches the environment. */
import { describe, expect, test } from '@jest/globals';
import { formatDifference, type LiveObject } from '../../lib/internal';
import type { Answers } from '../../lib/inventory/inventory';
import { team } from '../namespaced/team';
import { adding, changing, compared, pod, without, type Change } from './support/declared';

const said = (...changes: readonly Change[]): readonly string[] =>
  compared(team, here, ...changes).differences.map(formatDifference);

const space = 'team-llm';
const object = (apiVersion: string, kind: string, name: string, spec: object): LiveObject => ({
  apiVersion,
  kind,
  metadata: { namespace: space, name },
  spec,
});
const quota = (name: string, spec: object) => object('v1', 'ResourceQuota', name, spec);
const range = (name: string, ...limits: readonly object[]) => object('v1', 'LimitRange', name, { limits });
const policy = (name: string, spec: object) => object('networking.k8s.io/v1', 'NetworkPolicy', name, spec);

const hard = {
  'requests.cpu': '40',
  'limits.cpu': '80',
  'requests.memory': '200Gi',
  'limits.memory': '204800Mi',
  'requests.nvidia.com/gpu': '5',
  pods: '40',
  services: '10',
  'cephfs.storageclass.storage.k8s.io/requests.storage': '200Gi',
};

/** The quota and the limits that the environment declares, as the server stores them. */
const here = adding(
  quota('team', { hard }),
  range('team', {
    type: 'Container',
    max: { memory: '100Gi' },
    default: { memory: '100Gi', cpu: '1' },
    defaultRequest: { memory: '100Gi', cpu: '100m' },
  }),
);

const web = (name: string, labels: Record<string, string> = {}, requests: object = {}): LiveObject =>
  pod(space, name, labels, { containers: [{ resources: { requests } }] });

test('beside its own namespace nothing differs, and what others use of the rest is not seen', () => {
  expect(compared(team, here)).toEqual({
    environment: 'team',
    differences: [],
    unusable: [],
    unseen: [
      'team.cluster.existingQuotas[0]: how much of services, cephfs.storageclass.storage.k8s.io/requests.storage others use',
    ],
  });
});

test('pods of others are no difference, and their policies as long as they leave ours alone', () => {
  expect(
    said(
      adding(
        web('shop', { app: 'shop' }, { cpu: '2' }),
        policy('web', { podSelector: { matchLabels: { app: 'web' } }, ingress: [{}] }),
        policy('deny', { podSelector: {}, policyTypes: ['Ingress'] }),
        object('policy/v1', 'PodDisruptionBudget', 'web', { selector: { matchLabels: { app: 'web' } } }),
        object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
          scaleTargetRef: { kind: 'Deployment', name: 'web' },
        }),
        quota('best-effort', { hard: { pods: '1' }, scopes: ['BestEffort'] }),
      ),
    ),
  ).toEqual([]);
});

describe('a difference is', () => {
  test.each<readonly [name: string, changes: readonly Change[], found: readonly string[]]>([
    [
      'a namespace that does not exist',
      [without('Namespace', space)],
      [
        "team.cluster.namespace: declared namespace 'team-llm'; found none.\n  fix: have it made: kubectl create namespace team-llm\n  [NamespaceMissing]",
      ],
    ],
    [
      'a quota that is smaller, and counts more',
      [changing('ResourceQuota', 'team', () => quota('team', { hard: { ...hard, pods: '30', configmaps: '5' } }))],
      [
        "team.cluster.existingQuotas[0]: declared ResourceQuota 'team' with configmaps not counted and pods 40; found configmaps 5 and pods 30.\n  fix: hard: { 'cephfs.storageclass.storage.k8s.io/requests.storage': '200Gi', configmaps: '5', 'limits.cpu': '80', 'limits.memory': '204800Mi', pods: '30', 'requests.cpu': '40', 'requests.memory': '200Gi', 'requests.nvidia.com/gpu': '5', services: '10' }\n  [QuotaDiffers]",
      ],
    ],
    [
      'a quota that the plan does not count',
      [adding(quota('more', { hard: { pods: '9', 'requests.cpu': '20' } }), web('shop', {}, { cpu: '500m' }))],
      [
        "team.cluster.existingQuotas: declared no ResourceQuota 'more'; found one that allows pods 9 and requests.cpu 20.\n  fix: existingQuotas: [{ name: 'more', hard: { pods: '9', 'requests.cpu': '20' }, usedByOthers: { pods: '2', 'requests.cpu': '500m' } }]\n  [QuotaDiffers]",
      ],
    ],
    [
      'more use by others than is stated',
      [adding(web('shop', {}, { cpu: '5' }))],
      [
        "team.cluster.existingQuotas[0].usedByOthers: declared at most 4 of requests.cpu for others; found 5 of requests.cpu of their pods.\n  fix: usedByOthers: { 'limits.cpu': '4', 'limits.memory': '1Gi', pods: '6', 'requests.cpu': '5', 'requests.memory': '1Gi', services: '2' }\n  [QuotaDiffers]",
      ],
    ],
    [
      'a LimitRange that the plan does not know',
      [adding(range('gpus', { type: 'Container', max: { 'nvidia.com/gpu': '1' } }))],
      [
        "team.cluster.existingLimits: declared no LimitRange 'gpus'; found one with { type: 'Container', max: { 'nvidia.com/gpu': '1' } }.\n  fix: existingLimits: [{ name: 'gpus', limits: [{ type: 'Container', max: { 'nvidia.com/gpu': '1' } }] }]\n  [LimitRangeDiffers]",
      ],
    ],
    [
      'a LimitRange that allows less',
      [changing('LimitRange', 'team', () => range('team', { type: 'Container', max: { memory: '8Gi' } }))],
      [
        "team.cluster.existingLimits[0]: declared LimitRange 'team' with { type: 'Container', max: { memory: '100Gi' }, default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }; found { type: 'Container', max: { memory: '8Gi' } }.\n  fix: limits: [{ type: 'Container', max: { memory: '8Gi' } }]\n  [LimitRangeDiffers]",
      ],
    ],
    [
      'a policy of others that opens our pods',
      [adding(policy('allow-all', { podSelector: {}, ingress: [{}] }))],
      [
        'team.cluster.namespace: declared only the flows of the environment for its pods; found NetworkPolicy team-llm/allow-all, which selects pods of ',
      ],
    ],
    [
      'a second budget of our pods',
      [
        adding(
          object('policy/v1', 'PodDisruptionBudget', 'llm', {
            selector: { matchLabels: { 'app.kubernetes.io/instance': 'legal' } },
          }),
        ),
      ],
      [
        'team.cluster.namespace: declared one budget for each pod; found PodDisruptionBudget team-llm/llm, which selects pods of Deployment team-llm/legal: a pod with two budgets cannot be evicted.\n  fix: let it select no pods with app.kubernetes.io/part-of=corral · name another namespace in the environment\n  [NamespaceShared]',
      ],
    ],
    [
      'an autoscaler of others for a model',
      [
        adding(
          object('autoscaling/v2', 'HorizontalPodAutoscaler', 'theirs', {
            scaleTargetRef: { kind: 'Deployment', name: 'legal' },
          }),
        ),
      ],
      [
        'team.cluster.namespace: declared the replicas of Deployment team-llm/legal as planned; found HorizontalPodAutoscaler team-llm/theirs, which changes them.\n  fix: kubectl --namespace team-llm delete horizontalpodautoscaler theirs · name another namespace in the environment\n  [NamespaceShared]',
      ],
    ],
    [
      'a pod of others with the labels of a model',
      [adding(web('imitation', { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/instance': 'legal' }))],
      [
        'team.cluster.namespace: declared pods of others with other labels than its own; found Pod team-llm/imitation, which',
      ],
    ],
    [
      'a mesh that adds containers',
      [
        changing('Namespace', space, (found) => ({
          ...found,
          metadata: { ...found.metadata, labels: { 'istio-injection': 'enabled' } },
        })),
      ],
      [
        "team.cluster.namespace: declared namespace 'team-llm' for this environment only; found istio-injection=enabled on it, which makes a service mesh add containers that the plan does not count.\n  fix: remove it from the namespace · name another namespace in the environment\n  [NamespaceShared]",
      ],
    ],
  ])('%s', (_, changes, found) => {
    const sentences = said(...changes);
    expect(sentences).toHaveLength(found.length);
    sentences.forEach((sentence, i) => expect(sentence.startsWith(found[i] ?? '')).toBe(true));
  });
});

describe('a user with a Role in the namespace only', () => {
  const unread = ['nodes', 'namespaces', 'pods', 'storageclasses.storage.k8s.io', 'runtimeclasses.node.k8s.io'];
  /** What the namespace itself shows. */
  const within: Change = (answers: Answers) => ({
    ...answers,
    unread,
    objects: answers.objects.filter(({ metadata }) => metadata.namespace === space),
  });

  test('learns of the namespace, and what is not compared', () => {
    const { differences, unseen } = compared(team, here, within);
    expect(differences).toEqual([]);
    expect(unseen[0]).toBe(
      'team: you may not list nodes, namespaces, pods, storageclasses.storage.k8s.io, runtimeclasses.node.k8s.io: what depends on them is not compared',
    );
  });

  test('learns of a quota all the same', () => {
    const { differences } = compared(team, here, without('ResourceQuota', 'team'), within);
    expect(differences.map(({ code }) => code)).toEqual(['QuotaDiffers']);
  });
});
