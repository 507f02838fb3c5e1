import { existingLimits } from '../../../lib/rules/capacity/existing-limits';
import { cases, set, setPlan, type Change } from '../fixtures/verdict';

const limit = (entry: object): Change =>
  setPlan('environment.cluster.existingLimits', [{ name: 'team', limits: [entry] }]);

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const stager = `${qwen} spec.template.spec.initContainers[0].resources`;
const server = `${qwen} spec.template.spec.containers[0].resources`;
const ollama = `${fleet} spec.template.spec.containers[0].resources`;
const fix = 'change the resources in the environment, or have the LimitRange changed';

cases(existingLimits, {
  'no LimitRange': [[]],
  'a range that all containers are within': [
    limit({
      type: 'Container',
      min: { memory: '16Mi' },
      max: { memory: '8Gi' },
      maxLimitRequestRatio: { memory: '1' },
    }),
  ],
  'a default of what every container states': [limit({ type: 'Container', default: { memory: '1Gi' } })],
  'a default request of what every container asks for': [limit({ type: 'Container', defaultRequest: { cpu: '100m' } })],
  'a container that may take too much': [
    limit({ type: 'Container', max: { memory: '6Gi' } }),
    `${server}['memory']: may take 8Gi of memory, and LimitRange team allows 6Gi; ${fix}`,
  ],
  'containers that ask for too little': [
    limit({ type: 'Container', min: { memory: '1Gi' } }),
    `${stager}['memory']: asks for 64Mi of memory, and LimitRange team wants 1Gi at least; ${fix}`,
  ],
  'containers that would be throttled by default': [
    limit({ type: 'Container', default: { cpu: '500m' } }),
    `${stager}['cpu']: has no limit of cpu, and LimitRange team sets '500m'; ${fix}`,
    `${ollama}['cpu']: has no limit of cpu, and LimitRange team sets '500m'; ${fix}`,
  ],
  'a maximum is a default too': [
    limit({ type: 'Container', max: { cpu: '4' } }),
    `${stager}['cpu']: has no limit of cpu, and LimitRange team sets '4'; ${fix}`,
    `${ollama}['cpu']: has no limit of cpu, and LimitRange team sets '4'; ${fix}`,
  ],
  'a GPU for every container': [
    limit({ type: 'Container', max: { 'nvidia.com/gpu': '8' } }),
    `${stager}['nvidia.com/gpu']: has no limit of nvidia.com/gpu, and LimitRange team sets '8'; ${fix}`,
  ],
  'a request by default': [
    [
      set(qwen, 'spec.template.spec.initContainers[0].resources.requests.cpu', undefined),
      limit({ type: 'Container', defaultRequest: { cpu: '100m' } }),
    ],
    `${stager}['cpu']: asks for no cpu, and LimitRange team sets '100m'; ${fix}`,
  ],
  'a limit that is too many times the request': [
    limit({ type: 'Container', maxLimitRequestRatio: { cpu: '2' } }),
    `${stager}['cpu']: its limit of cpu is not within 2 times its request, as LimitRange team wants; ${fix}`,
    `${server}['cpu']: its limit of cpu is not within 2 times its request, as LimitRange team wants; ${fix}`,
    `${ollama}['cpu']: its limit of cpu is not within 2 times its request, as LimitRange team wants; ${fix}`,
  ],
  'a pod that may take too much': [
    limit({ type: 'Pod', max: { memory: '6Gi' } }),
    `${qwen} spec.template.spec['memory']: may take 8Gi of memory, and LimitRange team allows 6Gi; ${fix}`,
  ],
  'a pod whose containers do not all state a limit': [
    limit({ type: 'Pod', max: { cpu: '64' } }),
    `${qwen} spec.template.spec['cpu']: is not limited in cpu, and LimitRange team allows 64 at most; ${fix}`,
    `${fleet} spec.template.spec['cpu']: is not limited in cpu, and LimitRange team allows 64 at most; ${fix}`,
  ],
  'claims that are too large': [
    limit({ type: 'PersistentVolumeClaim', max: { storage: '10Gi' } }),
    `${fleet} spec.volumeClaimTemplates[0].spec.resources.requests['storage']: may take 20Gi of storage, and LimitRange team allows 10Gi; ${fix}`,
  ],
  'a claim of a pod that is too large': [
    [
      set(qwen, 'spec.template.spec.volumes[1]', {
        name: 'models',
        ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '30Gi' } } } } },
      }),
      limit({ type: 'PersistentVolumeClaim', max: { storage: '25Gi' } }),
    ],
    `${qwen} spec.template.spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources.requests['storage']: may take 30Gi of storage, and LimitRange team allows 25Gi; ${fix}`,
  ],
});
