/** Namespaces: what others have in ours, and which pods are in those of neighbours. */
import { production } from '../../../overlays/production';
import { team } from '../../namespaced/team';
import { adding, pod, without } from '../support/declared';
import type { Case } from './case';

export const namespaceCases: readonly Case[] = [
  [
    'a quota and limits of a namespace that exists, which are gone',
    team,
    [],
    [
      "team.cluster.existingQuotas[0]: declared ResourceQuota 'team'; found none.\n  fix: remove it from existingQuotas\n  [QuotaDiffers]",
      "team.cluster.existingLimits[0]: declared LimitRange 'team'; found none.\n  fix: remove it from existingLimits\n  [LimitRangeDiffers]",
    ],
  ],
  [
    'no pod in the namespace of a neighbour',
    production,
    [without('Pod', 'monitoring')],
    [
      "production.cluster.monitoring: declared pods app.kubernetes.io/name=prometheus in namespace 'monitoring'; found no pod there.\n  fix: set podLabels to labels of its pods · start the pods\n  [PeerMissing]",
    ],
  ],
  [
    'no pod of the proxy of downloads',
    {
      ...production,
      cluster: {
        ...production.cluster,
        downloads: {
          proxy: { url: 'http://squid.egress.svc:3128', pods: { namespace: 'egress', podLabels: { app: 'squid' } } },
        },
      },
    },
    [adding({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'egress' } })],
    [
      "production.cluster.downloads.proxy.pods: declared pods app=squid in namespace 'egress'; found no pod there.\n  fix: set podLabels to labels of its pods · start the pods\n  [PeerMissing]",
    ],
  ],
  [
    'pods and limits of others in a namespace of ours',
    production,
    [
      adding(
        pod('llm-serving', 'debug'),
        { apiVersion: 'v1', kind: 'LimitRange', metadata: { namespace: 'llm-serving', name: 'defaults' } },
        pod('llm-serving', 'ours', { 'app.kubernetes.io/part-of': 'corral' }),
      ),
    ],
    [
      "production.cluster.namespaces.serving: declared namespace 'llm-serving' for this environment only; found Pod llm-serving/debug, which the network policies isolate and the quota counts.\n  fix: move it to another namespace · name another namespace in the environment\n  [NamespaceShared]",
      "production.cluster.namespaces.serving: declared namespace 'llm-serving' for this environment only; found LimitRange llm-serving/defaults, which may change or refuse the requests of pods.\n  fix: move it to another namespace · name another namespace in the environment\n  [NamespaceShared]",
    ],
  ],
  [
    'a namespace of ours that a mesh adds to',
    production,
    [
      adding({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'llm-serving', labels: { 'app.kubernetes.io/part-of': 'corral', 'istio.io/rev': 'stable' } },
      }),
    ],
    [
      "production.cluster.namespaces.serving: declared namespace 'llm-serving' for this environment only; found istio.io/rev=stable on it, which makes a service mesh add containers that the plan does not count.\n  fix: remove it from the namespace · name another namespace in the environment\n  [NamespaceShared]",
    ],
  ],
];
