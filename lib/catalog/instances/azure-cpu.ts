/** Machine types of Azure without a GPU: compute, general and memory series of Intel, and the Arm processors of Dpsv6. */
import { azureSeries } from './azure-series';

/** Columns: vCPU, GiB, Mbit/s, US dollars per hour. */
export const azureCpuInstances = {
  ...azureSeries(
    {},
    {
      F8s_v2: [8, 16, 12500, 0.338],
      F16s_v2: [16, 32, 12500, 0.677],
      F32s_v2: [32, 64, 16000, 1.353],
      F72s_v2: [72, 144, 30000, 3.045],
      D4s_v5: [4, 16, 12500, 0.192],
      D8s_v5: [8, 32, 12500, 0.384],
      D16s_v5: [16, 64, 12500, 0.768],
      D32s_v5: [32, 128, 16000, 1.536],
      D48s_v5: [48, 192, 24000, 2.304],
      D96s_v5: [96, 384, 35000, 4.608],
      E8s_v5: [8, 64, 12500, 0.504],
      E16s_v5: [16, 128, 12500, 1.008],
      E32s_v5: [32, 256, 16000, 2.016],
      E48s_v5: [48, 384, 24000, 3.024],
      E64s_v5: [64, 512, 30000, 4.032],
    },
  ),
  ...azureSeries(
    { architecture: 'arm64' },
    {
      D4ps_v6: [4, 16, 12500, 0.14],
      D8ps_v6: [8, 32, 15000, 0.281],
      D16ps_v6: [16, 64, 15000, 0.562],
      D32ps_v6: [32, 128, 20000, 1.123],
      D48ps_v6: [48, 192, 30000, 1.685],
      D64ps_v6: [64, 256, 40000, 2.246],
    },
  ),
} as const;
