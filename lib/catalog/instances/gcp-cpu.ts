/** Machine types of Google Cloud without a GPU: general families of Intel, and the Arm processors of C4A. */
import { gcpSeries } from './gcp-series';

const none = undefined;

/** Columns: vCPU, GiB, US dollars per hour on demand and spot, GPUs, GB of local SSD. */
export const gcpCpuInstances = {
  ...gcpSeries(
    'n2',
    {},
    {
      'standard-8': [8, 32],
      'standard-16': [16, 64, 0.7769, 0.3685],
      'standard-32': [32, 128],
      'standard-48': [48, 192],
      'standard-64': [64, 256],
      'standard-96': [96, 384],
    },
  ),
  ...gcpSeries(
    'c3',
    {},
    {
      'standard-4': [4, 16],
      'standard-8': [8, 32],
      'standard-22': [22, 88, 1.1088, 0.2717],
      'standard-44': [44, 176],
      'standard-88': [88, 352],
      'standard-8-lssd': [8, 32, none, none, none, 750],
      'standard-22-lssd': [22, 88, none, none, none, 1500],
      'standard-44-lssd': [44, 176, none, none, none, 3000],
      'standard-88-lssd': [88, 352, none, none, none, 6000],
    },
  ),
  ...gcpSeries(
    'c4a',
    { architecture: 'arm64' },
    {
      'standard-4': [4, 16],
      'standard-8': [8, 32],
      'standard-16': [16, 64],
      'standard-32': [32, 128],
      'standard-48': [48, 192],
      'standard-64': [64, 256],
      'standard-72': [72, 288],
      'standard-16-lssd': [16, 64, none, none, none, 1500],
      'standard-32-lssd': [32, 128, none, none, none, 2250],
    },
  ),
} as const;
