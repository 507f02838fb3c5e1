/**
 * What the tests on real nodes prove, in the order of the table in docs/explanation/node-proof.md. Each comes with
 * figures of a run.
 */
import { counterOf } from '../figures/figures';

const claims = {
  harness: 'Real nodes start in namespaces of their own; a killed run leaves no process, no mount and no control group',
  firstUse: 'The commands of README.md give a stream of tokens through the gateway',
  revoked: 'A key is refused within two minutes after its entry is gone, and within seconds by the command',
  tokens: 'From nothing to a token: hub, loader, store, weights servers, stager, engine, Service and its name',
  families:
    'A cluster of IPv6 alone, and one of both families, gets from nothing to tokens; policies hold for each family',
  probes: 'A model that loads slowly is given its time, and one that takes longer than its budget is restarted',
  rollouts: 'While engines and weights servers are replaced, no request of a client fails',
  endings: 'A pod that ends finishes its streams within the time that the plan states, and cuts what takes longer',
  fleets: 'A fleet is Ready when its models are loaded, and ends as a llama-server does',
  gateway: 'From nothing to tokens through a gateway: Envoy, its policy, keys that `corral key new` makes, its Service',
  gatewayRollouts:
    'While engines, a fleet and the pods of the gateway are replaced and one of two engines is killed, no request fails, and streams end whole',
  gatewayLimits:
    'Limits hold over the pods of a gateway while one of them is killed; a pod whose policy is killed refuses every request until it is back',
  gatewayKeys: 'A key that is removed is refused by every pod of the gateway',
  storage: 'Files of claims, emptyDirs and ConfigMaps belong to the user that the pods run as, on every storage tier',
  readOnly: 'With a read-only root, every path that a program writes is in a volume',
  limits: 'What is over a limit of memory or disk is killed or evicted alone, and replaced',
  interrupted:
    'Loaders that are killed, nodes that restart, and weights servers that are gone end in a token all the same',
  restored:
    'With the store lost and the sources of its files gone, the commands of the runbook of a restore lead to tokens',
  memory: 'The anonymous memory of engines stays below the part that the plan states; a limit below it is killed',
  gpus: 'A pod gets the GPUs that it asks for; without a usable GPU it does not become Ready',
  autoscaling: 'An autoscaler adds and removes replicas by metrics of the real engines',
  discovery: '`discover` and `preflight` read nodes that real kubelets have written',
  nodes: 'A drain, and a node that vanishes, move pods to the other node as the plan states',
  packets: 'For every pair of pods and ports, packets do what the matrix of the manifests states',
  counterexamples: 'What a rule refuses does harm on a real node',
} as const;

export const count = counterOf(claims);
