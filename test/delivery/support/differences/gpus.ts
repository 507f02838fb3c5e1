/** Differences of GPUs. */
import { allocatable, labels, made, pod } from './changes';
import { ofPool, withPool, type Injected } from './injected';

export const aboutGpus: readonly Injected[] = [
  {
    name: 'a GPU that is gone',
    make: allocatable('karpenter-l40s-1', { 'nvidia.com/gpu': '3' }, { 'nvidia.com/gpu': '4' }),
    found: [
      ofPool(
        'karpenter-l40s',
        'declared 4 nvidia.com/gpu for its pods on each node; found 3 on karpenter-l40s-1',
        'set instance to the type of the nodes · look for a failed GPU with nvidia-smi on the node',
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'no device plugin',
    make: allocatable('gke-l4-0', { 'nvidia.com/gpu': null }, { 'nvidia.com/gpu': '1' }),
    found: [
      ofPool(
        'gke-l4',
        'declared 1 nvidia.com/gpu for its pods on each node; found none on gke-l4-0',
        'run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator · kubectl describe node gke-l4-0',
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'a GPU that another pod has',
    make: made(pod('train', 'karpenter-l40s-0', { 'nvidia.com/gpu': '2' })),
    found: [
      ofPool(
        'karpenter-l40s',
        'declared 4 nvidia.com/gpu for its pods on each node; found 4, but other pods use 2, on karpenter-l40s-0',
        'move default/train (2) to other nodes',
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'whole GPUs where shares are declared',
    make: allocatable(
      'rack-2',
      { 'nvidia.com/gpu.shared': null, 'nvidia.com/gpu': '2' },
      { 'nvidia.com/gpu.shared': '8', 'nvidia.com/gpu': null },
    ),
    found: [
      ofPool(
        'rack',
        'declared 8 nvidia.com/gpu.shared for its pods on each node; found 2 nvidia.com/gpu on rack-2',
        [
          'kubectl -n gpu-operator get configmap device-plugin-config > /dev/null || kubectl -n gpu-operator create configmap device-plugin-config',
          `kubectl -n gpu-operator patch configmap device-plugin-config --type merge -p '{"data":{"rack":"version: v1\\nsharing:\\n  timeSlicing:\\n    renameByDefault: true\\n    failRequestsGreaterThanOne: true\\n    resources:\\n      - name: nvidia.com/gpu\\n        replicas: 4\\n"}}'`,
          `kubectl get clusterpolicies.nvidia.com -o jsonpath='{.items[*].spec.devicePlugin.config.name}' | grep -q . || kubectl patch $(kubectl get clusterpolicies.nvidia.com -o name) --type merge -p '{"spec":{"devicePlugin":{"config":{"name":"device-plugin-config"}}}}'`,
          'kubectl label node rack-1 rack-2 nvidia.com/device-plugin.config=rack',
        ].join(' && '),
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'shares where whole GPUs are declared',
    environment: withPool('rack', { sharing: undefined }),
    found: [
      ofPool(
        'rack',
        'declared 2 nvidia.com/gpu for its pods on each node; found 8 nvidia.com/gpu.shared on rack-1 and rack-2',
        "sharing: { by: 'time-slicing', replicas: 4 } · ask the owner of the GPU sharing configuration of these nodes",
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'GPUs of another product',
    make: labels(
      'aks-a100-0',
      { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB' },
      { 'nvidia.com/gpu.product': 'NVIDIA-A100-80GB-PCIe' },
    ),
    found: [
      ofPool(
        'aks-a100',
        'declared GPUs NVIDIA-A100-80GB-PCIe; found NVIDIA-A100-SXM4-80GB on aks-a100-0',
        'set instance to the type of the nodes',
        'GpuProductDiffers',
      ),
    ],
  },
  {
    name: 'GPUs with less memory',
    make: labels('rack-1', { 'nvidia.com/gpu.memory': '45000' }, { 'nvidia.com/gpu.memory': '46068' }),
    found: [
      ofPool(
        'rack',
        'declared 46068 MiB on each GPU; found 45000 MiB on rack-1',
        'update the driver, or turn off ECC, which uses memory: nvidia-smi -q -d MEMORY,ECC shows both',
        'GpuMemoryLess',
      ),
    ],
  },
];
