/**
 * Machine types of Google Cloud with whole NVIDIA GPUs. Parts of a GPU (`g4-standard-6`, `-12` and `-24`) are virtual
 * GPUs with labels of their own; of `a3-ultragpu-8g` and `a4-highgpu-8g` no source was found.
 */
import { gcpSeries } from './gcp-series';

const none = undefined;

/** Columns: vCPU, GiB, US dollars per hour on demand and spot, GPUs, GB of local SSD. */
export const gcpGpuInstances = {
  ...gcpSeries(
    'g2',
    { product: 'NVIDIA-L4' },
    {
      'standard-4': [4, 16, 0.7068, 0.3973, 1],
      'standard-8': [8, 32, 0.8536, 0.4799, 1],
      'standard-12': [12, 48, 1.0004, 0.5624, 1],
      'standard-16': [16, 64, none, none, 1],
      'standard-24': [24, 96, 2.0008, 1.1248, 2],
      'standard-32': [32, 128, none, none, 1],
      'standard-48': [48, 192, 4.0017, 2.2496, 4],
      'standard-96': [96, 384, 8.0033, 4.4993, 8],
    },
  ),
  ...gcpSeries(
    'a2',
    { product: 'NVIDIA-A100-SXM4-40GB' },
    {
      'highgpu-1g': [12, 85, 3.6734, 1.928, 1],
      'highgpu-2g': [24, 170, none, none, 2],
      'highgpu-4g': [48, 340, none, none, 4],
      'highgpu-8g': [96, 680, 29.387, 15.424, 8],
      'megagpu-16g': [96, 1360, none, none, 16],
    },
  ),
  ...gcpSeries(
    'a2',
    { product: 'NVIDIA-A100-SXM4-80GB' },
    {
      'ultragpu-1g': [12, 170, 5.0688, 2.7595, 1, 375],
      'ultragpu-2g': [24, 340, none, none, 2, 750],
      'ultragpu-4g': [48, 680, none, none, 4, 1500],
      'ultragpu-8g': [96, 1360, none, none, 8, 3000],
    },
  ),
  ...gcpSeries(
    'a3',
    { product: 'NVIDIA-H100-80GB-HBM3' },
    {
      'highgpu-1g': [26, 234, 11.0612, 6.3262, 1, 750],
      'highgpu-2g': [52, 468, none, none, 2, 1500],
      'highgpu-4g': [104, 936, none, none, 4, 3000],
      'highgpu-8g': [208, 1872, 88.49, 50.61, 8, 6000],
    },
  ),
  ...gcpSeries(
    'a3',
    { product: 'NVIDIA-H100-80GB-HBM3', region: 'us-east4' },
    {
      'megagpu-8g': [208, 1872, 92.94, 23.28, 8, 6000],
    },
  ),
  ...gcpSeries(
    'g4',
    { product: 'NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition' },
    {
      'standard-48': [48, 180, 4.4999, 1.7998, 1],
      'standard-96': [96, 360, none, none, 2],
      'standard-192': [192, 720, none, none, 4],
      'standard-384': [384, 1440, none, none, 8],
    },
  ),
} as const;
