/** Rules that look at GPUs see those that pods claim, as a quota counts them. */
import { engineFlags } from '../../../lib/rules/security/engine-flags';
import { quotaFits } from '../../../lib/rules/capacity/quota-fits';
import { quotaKeys } from '../../../lib/rules/capacity/quota-keys';
import { referencesResolve } from '../../../lib/rules/references/references-resolve';
import { jobs } from '../../../lib/rules/serving/jobs';
import { add, cases, set, setPlan, type Change } from '../fixtures/verdict';

const quota = 'ResourceQuota llm-serving/quota';
const qwen = 'Deployment llm-serving/qwen';
const pod = 'spec.template.spec';
const server = `${pod}.containers[0]`;
const key = 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices';
const deviceClassName = 'gpu.nvidia.com';
const name = 'qwen-gpus';

/** An object with requests, in the chart of qwen. */
const asking = (kind: string, requests: readonly object[] | undefined): Change => {
  const spec = requests === undefined ? {} : { devices: { requests } };
  return add('qwen', {
    apiVersion: 'resource.k8s.io/v1',
    kind,
    metadata: { name, namespace: 'llm-serving' },
    spec: kind === 'ResourceClaim' ? spec : { spec },
  });
};
const template = (...requests: readonly object[]): Change => asking('ResourceClaimTemplate', requests);
const exactly = (more: object = {}): object => ({ name: 'gpu', exactly: { deviceClassName, ...more } });

/** The server claims its devices, and has none in its limits. */
const claims = (claim: object = { resourceClaimTemplateName: name }): readonly Change[] => [
  set(qwen, `${server}.resources.limits['nvidia.com/gpu']`, undefined),
  set(qwen, `${server}.resources.requests['nvidia.com/gpu']`, undefined),
  set(qwen, `${server}.resources.claims`, [{ name: 'gpus' }]),
  set(qwen, `${pod}.resourceClaims`, [{ name: 'gpus', ...claim }]),
];
const hard = (value: string, of = key): Change => set(quota, 'spec.hard', { [of]: value });
const short = (value: string, needed: string, of = key): string =>
  `${quota} spec.hard['${of}']: '${value}' is less than the ${needed} that the namespace needs with all replicas and a rollout under way; allow ${needed}, or fewer replicas`;

// Three replicas, a spare and one that still ends.
cases(quotaFits, {
  'one device for each pod': [[...claims(), template(exactly()), hard('5')]],
  'one device too few': [[...claims(), template(exactly()), hard('4')], short('4', '5')],
  'several devices': [[...claims(), template(exactly({ count: 2 })), hard('9')], short('9', '10')],
  'two requests': [[...claims(), template(exactly(), exactly()), hard('9')], short('9', '10')],
  'all devices of a node count as the most of a claim': [
    [...claims(), template(exactly({ allocationMode: 'All' })), hard('159')],
    short('159', '160'),
  ],
  'of alternatives the largest counts': [
    [
      ...claims(),
      template({
        name: 'gpu',
        firstAvailable: [
          { deviceClassName, count: 1 },
          { deviceClassName, count: 3 },
        ],
      }),
      hard('14'),
    ],
    short('14', '15'),
  ],
  'a claim that no container uses is one of the pod all the same': [
    [...claims(), set(qwen, `${server}.resources.claims`, undefined), template(exactly()), hard('4')],
    short('4', '5'),
  ],
  'a claim that pods share counts for each of them': [
    [...claims({ resourceClaimName: name }), asking('ResourceClaim', [exactly()]), hard('4')],
    short('4', '5'),
  ],
  'the claims as objects': [
    [...claims(), template(exactly()), hard('4', 'count/resourceclaims.resource.k8s.io')],
    short('4', '5', 'count/resourceclaims.resource.k8s.io'),
  ],
  'a template without requests': [[...claims(), asking('ResourceClaimTemplate', undefined), hard('0')]],
  'a template of another class': [
    [...claims(), template({ name: 'gpu', exactly: { deviceClassName: 'mig.nvidia.com' } }), hard('0')],
  ],
});

const devices = (found: string): string =>
  `${qwen} ${server}.args: --device is nothing, and the container has ${found}; write --device`;
const without = ': without it a server that finds no GPU serves on the CPU';

cases(engineFlags, {
  'a server that names what it claims': [
    [...claims(), template(exactly()), set(qwen, `${server}.args`, ['--device', 'CUDA0'])],
  ],
  'a server that does not': [
    [...claims(), template(exactly({ count: 2 })), set(qwen, `${server}.args`, [])],
    `${devices('2 GPUs')} CUDA0,CUDA1${without}`,
  ],
  'a server that claims of AMD': [
    [
      ...claims(),
      template({ name: 'gpu', exactly: { deviceClassName: 'gpu.amd.com' } }),
      set(qwen, `${server}.args`, []),
    ],
    `${devices('1 GPU')} ROCm0${without}`,
  ],
});

const take = 'name one that the environment has, or remove the reference';

cases(referencesResolve, {
  'a template of the environment, of the class of a pool': [
    [
      ...claims(),
      template(exactly()),
      setPlan('environment.nodePools.metal.gpu', { claim: { deviceClass: deviceClassName } }),
    ],
  ],
  'a template that is not there': [
    claims(),
    `${qwen} ${pod}.resourceClaims[0].resourceClaimTemplateName: there is no ResourceClaimTemplate llm-serving/qwen-gpus; ${take}`,
  ],
  'a claim of others': [
    claims({ resourceClaimName: 'shared' }),
    `${qwen} ${pod}.resourceClaims[0].resourceClaimName: there is no ResourceClaim llm-serving/shared; ${take}`,
  ],
  'classes that no pool has': [
    [
      ...claims(),
      template(exactly(), { name: 'any', firstAvailable: [{ deviceClassName: 'fast' }] }),
      setPlan('environment.nodePools.metal.gpu', { claim: { deviceClass: 'gpu.amd.com' } }),
    ],
    `ResourceClaimTemplate llm-serving/qwen-gpus spec.spec.devices.requests[0].exactly.deviceClassName: there is no DeviceClass gpu.nvidia.com; ${take}`,
    `ResourceClaimTemplate llm-serving/qwen-gpus spec.spec.devices.requests[1].firstAvailable[0].deviceClassName: there is no DeviceClass fast; ${take}`,
  ],
});

cases(quotaKeys, { 'devices of a class': [hard('5')] });

cases(jobs, {
  'a template whose name does not follow its spec, which the server would not let change': [
    template(exactly()),
    'ResourceClaimTemplate llm-serving/qwen-gpus metadata.name: has no hash of the spec: the server would refuse a change of the ResourceClaimTemplate; name it by `nameByContent`',
  ],
});
