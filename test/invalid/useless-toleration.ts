/** Tolerations of states of nodes, without an end, and with an end that nothing reaches. */
import { seconds } from '../../lib/core/duration';
import { changed } from './base';

export const inputs = [
  changed(
    [['pods'], { tolerations: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] }],
    [
      ['models', 'chat', 'pods'],
      {
        tolerations: [
          { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
          { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', seconds: seconds(60) },
          { key: 'team', value: 'llm', effect: 'NoSchedule', seconds: seconds(60) },
          { key: 'team', value: 'llm', effect: 'NoExecute' },
        ],
      },
    ],
  ),
];

export const report = `test.pods.tolerations[0].key: 'karpenter.sh/disrupted' marks nodes that are starting, leaving or full.
  fix: remove it: pods must not go there
  [UselessToleration]
test.models.chat.pods.tolerations[0]: without seconds, a pod on a lost node is never replaced.
  fix: seconds(60)
  [UselessToleration]
test.models.chat.pods.tolerations[2].seconds: a taint with NoSchedule evicts no pod.
  fix: effect 'NoExecute' · remove seconds
  [UselessToleration]`;
