/**
 * What the tests on a control plane prove, in the order of the table in docs/explanation/proof.md. Each comes with
 * figures of a run.
 */
import { counterOf } from '../figures/figures';

export const claims = {
  harness: 'Several real control planes run at the same time; a killed run leaves no process and no file',
  apply:
    'Every environment applies wave by wave with strict validation and without a warning, is stored as sent, and a second apply changes nothing',
  written:
    'Random names, labels, taints, address ranges, sizes and mount options that synth accepts are accepted by the API server without a warning and stored as sent',
  kustomize: '`kubectl apply -k` applies every environment in one go, and a second run changes nothing',
  placed:
    'Every pod is admitted under `restricted`, quota, limits and the GPU cap, and is scheduled to a pool that the plan allows',
  maxima: 'At the maximum replicas of the plan every pod is scheduled; one more is refused or stays Pending',
  rollouts:
    'A change of every workload and every image rolls out under the quota, with the available replicas that the plan states',
  drains: 'Every node drains with the available replicas or the outage that the plan states, and gets its pods back',
  spot: 'When all spot nodes disappear at once, the interactive models are still served',
  packed: 'Without a spare GPU a rollout finishes, where the default strategy never does',
  access: 'No ServiceAccount has more rights than a new one without bindings, for every verb of every resource',
  connectivity:
    'Our evaluator and netpol-analyzer find the same allowed connections in every environment and in random sets of policies',
  autoscaling:
    'Autoscalers on the queue add one replica at a time, remove it much later, keep their count when manifests are applied again, and take over without losing a pod',
  counterexamples: 'What a rule refuses, the cluster refuses too, or a test shows the damage',
  fleets:
    'Random environments that are nearly full fit, roll out and drain as the plan says, or stay Pending for the reason that it names',
} as const;

export const count = counterOf(claims);
