/**
 * The slices that MIG cuts from each GPU, with their memory as measured, or a stated lower bound; never what the name
 * promises.
 */
import type { MigProfile } from './gpu';

type Slices = readonly [profile: string, perGpu: number, memoryMib: number];

/** Smallest share of the nominal gigabytes seen on a slice: `1g.18gb` of an H200 has 16 384 MiB of 18 432. */
export const smallestMigShare = 0.88;

const computeSlices = (profile: string): number => Number.parseInt(profile, 10);
const nominalGib = (profile: string): number => Number(/\.(\d+)gb$/.exec(profile)?.[1]);

const measured = (...rows: readonly Slices[]): readonly MigProfile[] =>
  rows.map(([profile, perGpu, memoryMib]) => ({
    profile,
    memoryMib,
    perGpu,
    computeSlices: computeSlices(profile),
    memoryFrom: 'measured',
  }));

const lowerBound = (...rows: readonly (readonly [profile: string, perGpu: number])[]): readonly MigProfile[] =>
  rows.map(([profile, perGpu]) => ({
    profile,
    memoryMib: Math.floor(smallestMigShare * nominalGib(profile) * 1024),
    perGpu,
    computeSlices: computeSlices(profile),
    memoryFrom: 'lower bound',
  }));

/**
 * Profiles by the GPU they are cut from. Counts: NVIDIA/mig-parted `deployments/gpu-operator/config-default.yaml`.
 * Memory: NVIDIA/go-nvml `pkg/nvml/mock/shared/gpus` for A30 and A100, labels of GPU feature discovery for `1g.10gb`
 * (an A100 80 GB of an older driver has 128 MiB less than go-nvml says), nvidia-smi for `1g.18gb` of an H200.
 */
export const migProfiles = {
  a30: measured(['1g.6gb', 4, 5836], ['2g.12gb', 2, 11672], ['4g.24gb', 1, 23344]),
  a100With40Gb: measured(
    ['1g.5gb', 7, 4864],
    ['1g.10gb', 4, 9856],
    ['2g.10gb', 3, 9856],
    ['3g.20gb', 2, 19968],
    ['4g.20gb', 1, 19968],
    ['7g.40gb', 1, 40192],
  ),
  a100With80Gb: measured(
    ['1g.10gb', 7, 9728],
    ['1g.20gb', 4, 19968],
    ['2g.20gb', 3, 19968],
    ['3g.40gb', 2, 40192],
    ['4g.40gb', 1, 40192],
    ['7g.80gb', 1, 80384],
  ),
  h100: [
    ...measured(['1g.10gb', 7, 9984]),
    ...lowerBound(['1g.20gb', 4], ['2g.20gb', 3], ['3g.40gb', 2], ['4g.40gb', 1], ['7g.80gb', 1]),
  ],
  h100Nvl: lowerBound(['1g.12gb', 7], ['1g.24gb', 4], ['2g.24gb', 3], ['3g.47gb', 2], ['4g.47gb', 1], ['7g.94gb', 1]),
  gh200: lowerBound(['1g.12gb', 7], ['1g.24gb', 4], ['2g.24gb', 3], ['3g.48gb', 2], ['4g.48gb', 1], ['7g.96gb', 1]),
  h200: [
    ...measured(['1g.18gb', 7, 16384]),
    ...lowerBound(['1g.35gb', 4], ['2g.35gb', 3], ['3g.71gb', 2], ['4g.71gb', 1], ['7g.141gb', 1]),
  ],
  b200: lowerBound(['1g.23gb', 7], ['1g.45gb', 4], ['2g.45gb', 3], ['3g.90gb', 2], ['4g.90gb', 1], ['7g.180gb', 1]),
  rtxPro6000: lowerBound(['1g.24gb', 4], ['2g.48gb', 2], ['4g.96gb', 1]),
} as const satisfies Record<string, readonly MigProfile[]>;
