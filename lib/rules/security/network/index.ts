/**
 * Refuses policies that open a flow that is not in the plan of the pods that they select, and planned flows that no
 * policy opens.
 */
import { title } from '../../../kubernetes/read';
import type { Evidence } from '../../evidence';
import type { Pod } from '../../pods';
import type { Finding, Rule } from '../../rule';
import { flowsOf, isEveryPod, isWithin, peerText, portText, type SingleFlow } from './flow';
import { plannedFlows } from './planned';

/** Whether an opened flow includes a planned one; a rule for every pod stands for no certain peer. */
const includes = (opened: SingleFlow, planned: SingleFlow): boolean =>
  (opened.peer === undefined || !isEveryPod(opened.peer)) && isWithin(planned, opened);

const words = { ingress: 'opens ingress from', egress: 'opens egress to' } as const;

function check(evidence: Evidence): Finding[] {
  const planned = new Map<Pod, readonly SingleFlow[]>();
  const plannedOf = (pod: Pod): readonly SingleFlow[] => {
    const flows = planned.get(pod) ?? plannedFlows(pod, evidence);
    planned.set(pod, flows);
    return flows;
  };
  const allowed = new Map<Pod, SingleFlow[]>();
  const opened = evidence.of('NetworkPolicy').flatMap(({ manifest, namespace, body: { spec } }): Finding[] => {
    const flows = flowsOf(spec ?? {}, namespace);
    if (flows.length === 0) return [];
    const pods = evidence.podsSelected(namespace, spec?.podSelector ?? {});
    for (const pod of pods) allowed.set(pod, [...(allowed.get(pod) ?? []), ...flows]);
    return flows.flatMap((flow): Finding[] => {
      const pod = pods.find((each) => !plannedOf(each).some((outer) => isWithin(flow, outer)));
      return pod === undefined
        ? []
        : [
            {
              manifest,
              field: flow.field,
              found: `${words[flow.direction]} ${peerText(flow)}, ${portText(flow.port)}, which the plan does not allow for ${title(pod.workload.manifest)}`,
              fix: 'remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints',
            },
          ];
    });
  });
  const closed = evidence.pods.flatMap((pod) =>
    plannedOf(pod)
      .filter((flow) => !(allowed.get(pod) ?? []).some((each) => isWithin(each, flow) || includes(each, flow)))
      .map((flow): Finding => ({
        manifest: pod.workload.manifest,
        field: `${pod.metadataField}.labels`,
        found: `no NetworkPolicy ${words[flow.direction]} ${peerText(flow)}, ${portText(flow.port)}, which the pods need`,
        fix: 'keep the rule of its NetworkPolicy as Corral renders it',
      })),
  );
  return [...opened, ...closed];
}

export const network: Rule = {
  name: 'network',
  promise: 'Network policies open the flows that the plan has for the pods that they select, and no others.',
  cluster:
    'The API server accepts any policy; that packets do what the rendered ones state is shown on a real node (test/node/packets.test.ts).',
  check,
};
