import { termination } from '../../../lib/rules/serving/termination';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const weights = 'Deployment model-store/weights-server';
const pod = 'spec.template.spec';
const server = `${pod}.containers[0]`;
const field = `${pod}.terminationGracePeriodSeconds`;
const grace = (title: string, seconds: number | undefined) => set(title, field, seconds);
const over = (title: string, seconds: number, hook: number) =>
  `${title} ${field}: ${seconds} s is less than a drain of ${hook} s and 15 s to end; at least ${hook + 15}`;
const cuts = (title: string) =>
  `${title} ${server}.lifecycle.preStop: does not drain: an engine cuts every running answer when it gets SIGTERM; add a hook that waits for running answers`;
const sleep = (title: string, seconds: number) => set(title, `${server}.lifecycle.preStop`, { sleep: { seconds } });

cases(termination, {
  'the pods of the platform': [[]],
  'a server that does not drain': [set(qwen, `${server}.lifecycle`, undefined), cuts(qwen)],
  'a fleet whose hook runs at the start': [
    set(fleet, `${server}.lifecycle`, { postStart: { sleep: { seconds: 1 } } }),
    cuts(fleet),
  ],
  'a program takes as long as planned': [grace(qwen, 74), over(qwen, 74, 60)],
  'a longer drain in the plan': [setPlan('servers[0].budgets.drain.value', 61), over(qwen, 75, 61)],
  'a longer time to end in the plan': [
    setPlan('shutdown.value', 16),
    `${qwen} ${field}: 75 s is less than a drain of 60 s and 16 s to end; at least 76`,
  ],
  'a sleep takes as long as it says': [grace(fleet, 74), over(fleet, 74, 60)],
  'a sleep, just enough': [grace(fleet, 75)],
  'a sleep, whatever the plan says': [[sleep(qwen, 10), grace(qwen, 25)]],
  'a short sleep, one second too few': [[sleep(qwen, 10), grace(qwen, 24)], over(qwen, 24, 10)],
  'the grace that Kubernetes gives': [grace(fleet, undefined), over(fleet, 30, 60)],
  'that is enough': [[grace(fleet, undefined), sleep(fleet, 15)]],
  'that is one second too few': [[grace(fleet, undefined), sleep(fleet, 16)], over(fleet, 30, 16)],
  'no hook needs no grace': [grace(weights, 0)],
  'a program without a plan': [
    [set(weights, `${server}.lifecycle`, { preStop: { exec: { command: ['true'] } } }), grace(weights, 0)],
  ],
  'a sleep without a plan': [[sleep(weights, 1), grace(weights, 15)], over(weights, 15, 1)],
  'the longest hook of the pod': [
    [set(fleet, `${pod}.containers[1]`, { name: 'a', lifecycle: { preStop: { sleep: { seconds: 80 } } } })],
    over(fleet, 90, 80),
  ],
  'a pod without containers': [[set(weights, `${pod}.containers`, undefined)]],

  'all of the notice of a spot pool': [grace(qwen, 120)],
  'one second more than the notice': [
    grace(qwen, 121),
    `${qwen} ${field}: 121 s are more than the 120 s of notice on pool 'spot'; at most 120: lower maxOutputLength, or take pools on demand`,
  ],
  'the shortest notice counts': [
    [
      setPlan('environment.nodePools.brief', { spotNotice: 100 }),
      setPlan('environment.nodePools.long', { spotNotice: 300 }),
      setPlan('servers[0].workload.pools', ['spot', 'brief', 'long']),
      grace(qwen, 101),
    ],
    `${qwen} ${field}: 101 s are more than the 100 s of notice on pool 'brief'; at most 100: lower maxOutputLength, or take pools on demand`,
  ],
  'the first of two alike is named': [
    [
      setPlan('environment.nodePools.other', { spotNotice: 120 }),
      setPlan('servers[0].workload.pools', ['spot', 'other']),
      grace(qwen, 121),
    ],
    `${qwen} ${field}: 121 s are more than the 120 s of notice on pool 'spot'; at most 120: lower maxOutputLength, or take pools on demand`,
  ],
  'a pool on demand before a spot pool': [
    [setPlan('servers[0].workload.pools', ['metal', 'spot']), grace(qwen, 121)],
    `${qwen} ${field}: 121 s are more than the 120 s of notice on pool 'spot'; at most 120: lower maxOutputLength, or take pools on demand`,
  ],
  'pools on demand give no notice': [grace(fleet, 9999)],
  'a pool that is none': [[setPlan('servers[0].workload.pools', ['nowhere']), grace(qwen, 9999)]],
});
