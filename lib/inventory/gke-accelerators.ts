/**
 * Product by the name that GKE gives to accelerators, since its own device plugin brings no GPU feature discovery.
 *
 * @see https://cloud.google.com/compute/docs/gpus
 */
const accelerators: Readonly<Record<string, string>> = {
  'nvidia-l4': 'NVIDIA-L4',
  'nvidia-tesla-t4': 'Tesla-T4',
  'nvidia-tesla-v100': 'Tesla-V100-SXM2-16GB',
  'nvidia-tesla-a100': 'NVIDIA-A100-SXM4-40GB',
  'nvidia-a100-80gb': 'NVIDIA-A100-SXM4-80GB',
  'nvidia-h100-80gb': 'NVIDIA-H100-80GB-HBM3',
  'nvidia-h100-mega-80gb': 'NVIDIA-H100-80GB-HBM3',
  'nvidia-h200-141gb': 'NVIDIA-H200',
  'nvidia-b200': 'NVIDIA-B200',
  'nvidia-rtx-pro-6000': 'NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition',
};

export const acceleratorLabel = 'cloud.google.com/gke-accelerator';

/** The product that a node of GKE has by its label. */
export const productOfAccelerator = (labels: Readonly<Record<string, string>>): string | undefined =>
  accelerators[labels[acceleratorLabel] ?? ''];
