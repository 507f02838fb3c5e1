/** The GPUs that Corral knows, by the exact product label of GPU feature discovery; anything else is refused, never guessed. */
import type { GpuCatalog } from './gpu';
import { migProfiles } from './mig-profiles';

/**
 * Labels: as GPU feature discovery writes them (the list of ai-dynamo/dynamo's operator, and nodes in public issues). Memory: MiB
 * as the driver reports it, each with its source; the lowest where drivers differ today. Bandwidth: NVIDIA's data sheets.
 */
export const gpus = {
  'Tesla-T4': {
    product: 'Tesla-T4',
    memoryMib: 15360, memoryType: 'GDDR', bandwidthGbPerSecond: 320, computeCapability: '7.5',
    migProfiles: [],
    source: 'GPU feature discovery and nvidia-smi, driver 510 and later; a driver of 2021 reported 15109',
  },
  'NVIDIA-L4': {
    product: 'NVIDIA-L4',
    memoryMib: 23034, memoryType: 'GDDR', bandwidthGbPerSecond: 300, computeCapability: '8.9',
    migProfiles: [],
    source: 'GPU feature discovery',
  },
  'NVIDIA-A10': {
    product: 'NVIDIA-A10',
    memoryMib: 23028, memoryType: 'GDDR', bandwidthGbPerSecond: 600, computeCapability: '8.6',
    migProfiles: [],
    source: 'taken to be that of the A10G, the same chip and memory; no label of an A10 was found',
  },
  'NVIDIA-A10G': {
    product: 'NVIDIA-A10G',
    memoryMib: 23028, memoryType: 'GDDR', bandwidthGbPerSecond: 600, computeCapability: '8.6',
    migProfiles: [],
    source: 'GPU feature discovery on g5.xlarge, driver 580',
  },
  'Tesla-V100-SXM2-16GB': {
    product: 'Tesla-V100-SXM2-16GB',
    memoryMib: 16384, memoryType: 'HBM', bandwidthGbPerSecond: 900, computeCapability: '7.0',
    migProfiles: [],
    source: 'skypilot-catalog; drivers before 2021 reported 16160',
  },
  'Tesla-V100-SXM2-32GB': {
    product: 'Tesla-V100-SXM2-32GB',
    memoryMib: 32768, memoryType: 'HBM', bandwidthGbPerSecond: 900, computeCapability: '7.0',
    migProfiles: [],
    source: 'skypilot-catalog; drivers before 2021 reported 32510',
  },
  'Tesla-V100-PCIE-32GB': {
    product: 'Tesla-V100-PCIE-32GB',
    memoryMib: 32768, memoryType: 'HBM', bandwidthGbPerSecond: 900, computeCapability: '7.0',
    migProfiles: [],
    source: 'skypilot-catalog; drivers before 2021 reported 32510',
  },
  'NVIDIA-A30': {
    product: 'NVIDIA-A30',
    memoryMib: 24576, memoryType: 'HBM', bandwidthGbPerSecond: 933, computeCapability: '8.0',
    migProfiles: migProfiles.a30,
    source: 'NVIDIA/go-nvml mock of the A30',
  },
  'NVIDIA-A100-PCIE-40GB': {
    product: 'NVIDIA-A100-PCIE-40GB',
    memoryMib: 40960, memoryType: 'HBM', bandwidthGbPerSecond: 1555, computeCapability: '8.0',
    migProfiles: migProfiles.a100With40Gb,
    source: 'NVIDIA/go-nvml mock of the A100; older drivers reported 40536',
  },
  'NVIDIA-A100-SXM4-40GB': {
    product: 'NVIDIA-A100-SXM4-40GB',
    memoryMib: 40960, memoryType: 'HBM', bandwidthGbPerSecond: 1555, computeCapability: '8.0',
    migProfiles: migProfiles.a100With40Gb,
    source: 'NVIDIA/go-nvml mock of the A100; older drivers reported 40536',
  },
  'NVIDIA-A100-80GB-PCIe': {
    product: 'NVIDIA-A100-80GB-PCIe',
    memoryMib: 81920, memoryType: 'HBM', bandwidthGbPerSecond: 1935, computeCapability: '8.0',
    migProfiles: migProfiles.a100With80Gb,
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi)',
  },
  'NVIDIA-A100-SXM4-80GB': {
    product: 'NVIDIA-A100-SXM4-80GB',
    memoryMib: 81920, memoryType: 'HBM', bandwidthGbPerSecond: 2039, computeCapability: '8.0',
    migProfiles: migProfiles.a100With80Gb,
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi)',
  },
  'NVIDIA-A40': {
    product: 'NVIDIA-A40',
    memoryMib: 46068, memoryType: 'GDDR', bandwidthGbPerSecond: 696, computeCapability: '8.6',
    migProfiles: [],
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi), ECC on, as delivered',
  },
  'NVIDIA-L40S': {
    product: 'NVIDIA-L40S',
    memoryMib: 46068, memoryType: 'GDDR', bandwidthGbPerSecond: 864, computeCapability: '8.9',
    migProfiles: [],
    source: 'GPU feature discovery; XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi), ECC on, as delivered',
  },
  'NVIDIA-RTX-A6000': {
    product: 'NVIDIA-RTX-A6000',
    memoryMib: 49140, memoryType: 'GDDR', bandwidthGbPerSecond: 768, computeCapability: '8.6',
    migProfiles: [],
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi), ECC off, as delivered',
  },
  'NVIDIA-RTX-6000-Ada-Generation': {
    product: 'NVIDIA-RTX-6000-Ada-Generation',
    memoryMib: 46068, memoryType: 'GDDR', bandwidthGbPerSecond: 960, computeCapability: '8.9',
    migProfiles: [],
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi), ECC on; 49140 with ECC off',
  },
  'NVIDIA-GeForce-RTX-3090': {
    product: 'NVIDIA-GeForce-RTX-3090',
    memoryMib: 24576, memoryType: 'GDDR', bandwidthGbPerSecond: 936, computeCapability: '8.6',
    migProfiles: [],
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi)',
  },
  'NVIDIA-GeForce-RTX-4090': {
    product: 'NVIDIA-GeForce-RTX-4090',
    memoryMib: 24564, memoryType: 'GDDR', bandwidthGbPerSecond: 1008, computeCapability: '8.9',
    migProfiles: [],
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi)',
  },
  'NVIDIA-GeForce-RTX-5090': {
    product: 'NVIDIA-GeForce-RTX-5090',
    memoryMib: 32607, memoryType: 'GDDR', bandwidthGbPerSecond: 1792, computeCapability: '12.0',
    migProfiles: [],
    source: 'nvidia-smi; llama.cpp prints 32606',
  },
  'NVIDIA-H100-PCIe': {
    product: 'NVIDIA-H100-PCIe',
    memoryMib: 81559, memoryType: 'HBM', bandwidthGbPerSecond: 2039, computeCapability: '9.0',
    migProfiles: migProfiles.h100,
    source: 'XiongjieDai/GPU-Benchmarks-on-LLM-Inference (nvidia-smi)',
  },
  'NVIDIA-H100-80GB-HBM3': {
    product: 'NVIDIA-H100-80GB-HBM3',
    memoryMib: 81559, memoryType: 'HBM', bandwidthGbPerSecond: 3350, computeCapability: '9.0',
    migProfiles: migProfiles.h100,
    source: 'GPU feature discovery; the SXM module',
  },
  'NVIDIA-H100-NVL': {
    product: 'NVIDIA-H100-NVL',
    memoryMib: 95830, memoryType: 'HBM', bandwidthGbPerSecond: 3938, computeCapability: '9.0',
    migProfiles: migProfiles.h100Nvl,
    source: 'GPU feature discovery',
  },
  'NVIDIA-H200': {
    product: 'NVIDIA-H200',
    memoryMib: 143771, memoryType: 'HBM', bandwidthGbPerSecond: 4800, computeCapability: '9.0',
    migProfiles: migProfiles.h200,
    source: 'nvidia-smi',
  },
  'NVIDIA-B200': {
    product: 'NVIDIA-B200',
    memoryMib: 183359, memoryType: 'HBM', bandwidthGbPerSecond: 8000, computeCapability: '10.0',
    migProfiles: migProfiles.b200,
    source: 'nvidia-smi; aws/karpenter-provider-aws has the same for p6-b200',
  },
  'NVIDIA-GH200-480GB': {
    product: 'NVIDIA-GH200-480GB',
    memoryMib: 97871, memoryType: 'HBM', bandwidthGbPerSecond: 4000, computeCapability: '9.0',
    migProfiles: migProfiles.gh200,
    source: 'nvidia-smi; the GPU has 96 GB, the 480 GB of its name are on the CPU',
  },
  'NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition': {
    product: 'NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition',
    memoryMib: 97887, memoryType: 'GDDR', bandwidthGbPerSecond: 1597, computeCapability: '12.0',
    migProfiles: migProfiles.rtxPro6000,
    source: 'nvidia-smi of the Max-Q and Workstation Editions, the same memory',
  },
  'NVIDIA-RTX-PRO-6000-Blackwell-Workstation-Edition': {
    product: 'NVIDIA-RTX-PRO-6000-Blackwell-Workstation-Edition',
    memoryMib: 97887, memoryType: 'GDDR', bandwidthGbPerSecond: 1792, computeCapability: '12.0',
    migProfiles: migProfiles.rtxPro6000,
    source: 'nvidia-smi',
  },
} as const satisfies GpuCatalog;
