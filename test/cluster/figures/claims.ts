/** What the tests on a control plane prove, in the order in which README and docs say it. Each comes with figures of a run. */

export const claims = {
  harness: 'A real control plane starts in a folder of its own, several side by side; a run that is killed leaves no process and no file',
  apply: 'Every environment applies wave by wave with strict validation and no warning, is kept as sent, and a second apply changes nothing',
  written: 'Random names, labels, taints, address ranges, sizes and mount options that parse are accepted without a warning and kept as sent',
  kustomize: '`kubectl apply -k` takes every environment at once, and finds nothing to change the second time',
  placed: 'Every pod is admitted under `restricted`, quota, limits and the cap on GPUs, and lands on a pool that the plan allows',
  maxima: 'At the maxima that the plan proves everything is placed; the pod beyond is refused or waits',
  rollouts: 'A change of every workload and every image rolls out with the quota in force, serving as the plan promises',
  drains: 'Every node drains with the service that the plan promises, or the outage that it states, and gets its pods back',
  spot: 'Every spot node vanishes at once, and interactive models are served by what remains',
  packed: 'Without a spare GPU a rollout ends, where the usual strategy hangs',
  access: 'No identity may do more than a bare ServiceAccount, over every verb of every resource',
  autoscaling: 'Queue autoscalers go up one by one, down long after, never fight the manifests, and take over without losing a pod',
  twins: 'What a rule refuses, a cluster refuses too, or the harm is shown',
  fleets: 'Random environments that are nearly full fit, roll and drain as the plan says, or stay stuck for the reason that it names',
} as const;

export type Claim = keyof typeof claims;
