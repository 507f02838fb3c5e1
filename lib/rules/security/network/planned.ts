/** The flows that each pod needs, from the environment alone: no other flow is allowed. */
import { ofPlatform, selectorLabels } from '../../../kubernetes/draw/labels';
import { policyRules, publicHttps, weightsServerPort, type Flow, type Flows } from '../../../kubernetes/draw/network';
import { sharedNames } from '../../../plan/names';
import type { ServerPlan } from '../../../plan/plan';
import type { Evidence } from '../../evidence';
import type { Pod } from '../../pods';
import { flowsOf, type SingleFlow } from './flow';

const none: Flows = { ingress: [], egress: [] };

/** Local tiers that a stager fills from the weights server. */
const staged: readonly string[] = ['ephemeral', 'csi', 'static'];

/** Requests and metrics in; the weights server out, where weights are staged. */
function engine({ workload }: ServerPlan, { plan: { environment }, engines }: Evidence): Flows {
  const { cluster } = environment;
  const contract = engines.get(workload.engine)?.contract;
  if (contract === undefined) return none;
  const scraper = contract.metrics === undefined ? undefined : cluster.monitoring;
  const ingress = [cluster.gateway, scraper].flatMap((peer): Flow[] =>
    peer === undefined ? [] : [{ peer, port: contract.port }],
  );
  if (!staged.includes(workload.local.kind)) return { ingress, egress: [] };
  const server = {
    namespace: cluster.namespaces.store,
    podLabels: selectorLabels({ component: 'weights-server', instance: sharedNames.weightsServer }),
  };
  return { ingress, egress: [{ peer: server, port: weightsServerPort }] };
}

/** Every pod of the platform may connect to the weights server. */
const weightsServer = ({ environment: { cluster } }: Evidence['plan']): Flows => ({
  ingress: [{ peer: { namespace: cluster.namespaces.serving, podLabels: ofPlatform }, port: weightsServerPort }],
  egress: [],
});

function loader({ environment: { cluster } }: Evidence['plan']): Flows {
  return { ...none, dns: cluster.dns, addresses: cluster.downloads.endpoints ?? [publicHttps] };
}

function planned(pod: Pod, evidence: Evidence): Flows {
  const serving = evidence.planOf(pod);
  if (serving !== undefined) return engine(serving, evidence);
  switch (pod.labels['app.kubernetes.io/name']) {
    case 'weights-server':
      return weightsServer(evidence.plan);
    case 'model-loader':
      return loader(evidence.plan);
    default:
      return none;
  }
}

/** The flows that the plan has for a pod. */
export const plannedFlows = (pod: Pod, evidence: Evidence): readonly SingleFlow[] =>
  flowsOf(policyRules(planned(pod, evidence)), pod.namespace);
