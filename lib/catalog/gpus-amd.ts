/** GPUs of AMD. The labels that name them differ by driver, so nodes are found by the number of the device. */
import type { Gpu, GpuCatalog } from './gpu';

/** Label of the node labeller with the PCI number of the device, which two names of one GPU have in common. */
const byDeviceId = (...values: readonly string[]): NonNullable<Gpu['label']> => ({
  key: 'amd.com/gpu.device-id',
  values,
});

type Facts = Pick<Gpu, 'label' | 'memoryMib' | 'memoryType' | 'bandwidthGbPerSecond' | 'computeCapability' | 'source'>;

const amd = <Product extends string>(product: Product, facts: Facts) =>
  ({ vendor: 'amd', product, ...facts, migProfiles: [], proven: 'from documents' }) as const;

/** Least of what was seen below the nominal size, in MiB: 16 on Instinct and Navi 31, 144 on Navi 48. */
const belowNominalMib = 144;
const atLeast = (gib: number): number => gib * 1024 - belowNominalMib;
const derivedFrom = (gib: number): string =>
  `${gib} GiB less ${belowNominalMib} MiB, the largest difference seen; no figure of a driver was found`;

/**
 * Device numbers: libdrm, as ROCm/k8s-device-plugin has them; the second is that of a virtual function. Memory: MiB as
 * rocm-smi and llama-server report it on public hosts.
 */
export const amdGpus = {
  'AMD-Instinct-MI210': amd('AMD-Instinct-MI210', {
    label: byDeviceId('740f'),
    memoryMib: 65520,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 1638,
    computeCapability: 'gfx90a',
    source: 'rocm-smi',
  }),
  'AMD-Instinct-MI250X': amd('AMD-Instinct-MI250X', {
    label: byDeviceId('740c', '7408'),
    memoryMib: 65520,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 1638,
    computeCapability: 'gfx90a',
    source:
      'rocm-smi; one half of a card, since each card counts as two GPUs; the MI250 has the same number and memory',
  }),
  'AMD-Instinct-MI300X': amd('AMD-Instinct-MI300X', {
    label: byDeviceId('74a1', '74b5'),
    memoryMib: 196592,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 5300,
    computeCapability: 'gfx942',
    source: 'rocm-smi on several hosts, virtual functions too',
  }),
  'AMD-Instinct-MI325X': amd('AMD-Instinct-MI325X', {
    label: byDeviceId('74a5', '74b9'),
    memoryMib: atLeast(256),
    memoryType: 'HBM',
    bandwidthGbPerSecond: 6000,
    computeCapability: 'gfx942',
    source: derivedFrom(256),
  }),
  'AMD-Instinct-MI350X': amd('AMD-Instinct-MI350X', {
    label: byDeviceId('75a0', '75b0'),
    memoryMib: 294896,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 8000,
    computeCapability: 'gfx950',
    source: 'that of the MI355X, the same memory; not known: whether the pinned images have code for gfx950',
  }),
  'AMD-Instinct-MI355X': amd('AMD-Instinct-MI355X', {
    label: byDeviceId('75a3', '75b3'),
    memoryMib: 294896,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 8000,
    computeCapability: 'gfx950',
    source: 'llama-server --list-devices; not known: whether the pinned images have code for gfx950',
  }),
  'AMD-Radeon-PRO-W7900': amd('AMD-Radeon-PRO-W7900', {
    label: byDeviceId('7448', '744a'),
    memoryMib: atLeast(48),
    memoryType: 'GDDR',
    bandwidthGbPerSecond: 864,
    computeCapability: 'gfx1100',
    source: `${derivedFrom(48)}; ECC, if on, takes about 6 % more`,
  }),
  'AMD-Radeon-RX-7900-XTX': amd('AMD-Radeon-RX-7900-XTX', {
    // The RX 7900 XT, with less memory, has the same device number.
    label: { key: 'amd.com/gpu.product-name', values: ['AMD_Radeon_RX_7900_XTX'] },
    memoryMib: 24560,
    memoryType: 'GDDR',
    bandwidthGbPerSecond: 960,
    computeCapability: 'gfx1100',
    source: 'llama-server --list-devices, with ROCm and with Vulkan',
  }),
  'AMD-Radeon-AI-PRO-R9700': amd('AMD-Radeon-AI-PRO-R9700', {
    label: byDeviceId('7551'),
    memoryMib: 32624,
    memoryType: 'GDDR',
    bandwidthGbPerSecond: 640,
    computeCapability: 'gfx1201',
    source: 'llama-server on several hosts; the label product-name does not name it',
  }),
} as const satisfies GpuCatalog;
