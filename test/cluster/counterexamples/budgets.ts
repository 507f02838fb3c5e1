/** A disruption budget over work that gives way: the scheduler looks at budgets before it looks at priorities. */
import { expect } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { gib } from '../../../lib/core/bytes';
import { cores } from '../../../lib/core/cpu';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../client/client';
import { isReady } from '../client/conditions';
import { waitUntil } from '../client/wait';
import { podAnnotations } from '../control-plane/stages';
import { joinNodes, kubeadmNode } from '../nodes';
import { broken, others, plainPod, type Counterexample } from './counterexample';

const namespace = others;
const amounts = { cpu: cores(2), memory: gib(8), ephemeralStorage: gib(50), pods: 10 };
const nodes = ['pair-1', 'pair-2'].map((name) => kubeadmNode({ name, capacity: amounts, labels: { pair: 'yes' } }));

/** A Deployment of one pod that fills one of the two nodes. */
function filling(name: string, priority: string, readyAfter: string): Manifest {
  const wide = broken(
    broken(plainPod(name, namespace), 'spec.containers.0.resources.requests.cpu', '1500m'),
    'spec.priorityClassName',
    `llm-${priority}`,
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { counterexample: name } },
      template: {
        metadata: { labels: { counterexample: name }, annotations: { [podAnnotations.readyAfter]: readyAfter } },
        spec: { ...(wide['spec'] as object), nodeSelector: { pair: 'yes' } },
      },
    },
  };
}

const budget = (name: string): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace },
  spec: {
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: { counterexample: name } },
  },
});

const podsOf = (client: KubernetesClient, name: string): Promise<readonly IPod[]> =>
  client.list('Pod', { namespace, labels: { counterexample: name } });

/** Workloads of which a pod was preempted. */
const pushedOut = async (client: KubernetesClient): Promise<readonly string[]> =>
  [
    ...new Set(
      (await client.list('Event', { namespace, fields: { reason: 'Preempted' } })).map(
        ({ involvedObject: { name = '' } }) => name.replace(/-[a-z0-9]+-[a-z0-9]+$/, ''),
      ),
    ),
  ].sort();

const allowed = (client: KubernetesClient, name: string, disruptions: number): Promise<unknown> =>
  client.waitFor(
    `allows ${disruptions}`,
    'PodDisruptionBudget',
    name,
    namespace,
    ({ metadata, status }) =>
      status?.observedGeneration === metadata?.generation && status?.disruptionsAllowed === disruptions,
  );

export const budgetCounterexamples: readonly Counterexample[] = [
  {
    rule: 'rollout',
    shows: 'a budget over batch that loads has a ready pod of a higher class pushed out, and without it batch goes',
    async prove({ plane: { client } }) {
      const [batch, standard, interactive] = [
        filling('patient', 'batch', '300s'),
        filling('ready', 'standard', '0s'),
        filling('urgent', 'interactive', '0s'),
      ];
      await joinNodes(client, nodes);
      await client.apply([standard, batch, budget('ready')]);
      await waitUntil(
        'both have a node',
        async () => [...(await podsOf(client, 'patient')), ...(await podsOf(client, 'ready'))],
        (pods) => pods.length === 2 && pods.every(({ spec }) => spec?.nodeName !== undefined),
      );
      await allowed(client, 'ready', 1);
      const isServed = () =>
        waitUntil(
          'the urgent pod is ready',
          () => podsOf(client, 'urgent'),
          (pods) => pods.length === 1 && pods.every(isReady),
        );
      await client.apply([interactive]);
      await isServed();
      expect(await pushedOut(client)).toEqual(['patient']);

      await client.delete([interactive], { gracePeriodSeconds: 0 });
      await client.apply([budget('patient')]);
      await waitUntil(
        'the patient one is back',
        () => podsOf(client, 'patient'),
        (pods) => pods.length === 1 && pods.every(({ spec }) => spec?.nodeName !== undefined),
      );
      await allowed(client, 'patient', 0);
      await client.apply([interactive]);
      await isServed();
      expect(await pushedOut(client)).toEqual(['patient', 'ready']);

      await client.delete([interactive, standard, batch, budget('ready'), budget('patient')], {
        gracePeriodSeconds: 0,
      });
      await client.delete(
        nodes.map(({ metadata }) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: metadata?.name ?? '' } })),
      );
    },
  },
];
