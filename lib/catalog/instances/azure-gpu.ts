/**
 * Machine types of Azure with whole NVIDIA GPUs, the GPUs of which its drivers call by their own names. Left out: NVads
 * A10 v5, all of whose sizes have GRID drivers, and so virtual GPUs with labels of their own; NC RTX PRO 6000 v6, of
 * which the sources give different sizes; NCv3 and NCads A10 v4, of which no source gives the network; MI300X.
 */
import { azureSeries } from './azure-series';

/** Columns: vCPU, GiB, Mbit/s, US dollars per hour, GPUs, GB of local NVMe. */
export const azureGpuInstances = {
  ...azureSeries(
    { product: 'Tesla-T4' },
    {
      NC4as_T4_v3: [4, 28, 8000, 0.526, 1],
      NC8as_T4_v3: [8, 56, 8000, 0.752, 1],
      NC16as_T4_v3: [16, 110, 8000, 1.204, 1],
      NC64as_T4_v3: [64, 440, 32000, 4.352, 4],
    },
  ),
  ...azureSeries(
    { product: 'NVIDIA-A100-80GB-PCIe' },
    {
      NC24ads_A100_v4: [24, 220, 20000, 3.673, 1, 960],
      NC48ads_A100_v4: [48, 440, 40000, 7.346, 2, 1920],
      NC96ads_A100_v4: [96, 880, 80000, 14.692, 4, 3840],
    },
  ),
  ...azureSeries(
    { product: 'NVIDIA-A100-SXM4-40GB' },
    {
      ND96asr_v4: [96, 900, 24000, 27.197, 8],
    },
  ),
  // Its documentation has 1900 GiB, the API of sizes 1800.
  ...azureSeries(
    { product: 'NVIDIA-A100-SXM4-80GB' },
    {
      ND96amsr_A100_v4: [96, 1800, 24000, 32.77, 8],
    },
  ),
  ...azureSeries(
    { product: 'NVIDIA-H100-NVL' },
    {
      NC40ads_H100_v5: [40, 320, 40000, 6.98, 1],
      NC80adis_H100_v5: [80, 640, 80000, 13.96, 2],
    },
  ),
  ...azureSeries(
    { product: 'NVIDIA-H100-80GB-HBM3' },
    {
      ND96isr_H100_v5: [96, 1900, 80000, 98.32, 8, 28000],
    },
  ),
  ...azureSeries(
    { product: 'NVIDIA-H200', region: 'westus3' },
    {
      ND96isr_H200_v5: [96, 1850, 80000, 84.8, 8, 28000],
    },
  ),
} as const;
