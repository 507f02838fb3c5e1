/** The init container that brings a pod's weights to its own volume, or waits for them where they are read in place. */
import { type Image, imageReference, images } from '../../catalog';
import { bytes } from '../../core';
import { container, environmentVariables } from '../../kubernetes/draw';
import type { Container } from '../../kubernetes/kinds';
import { localMount, scratchMount } from '../../programs';
import { type Compute, copyWants } from '../../workload';
import type { OrdinalRun } from './by-ordinal';
import type { ProgramFiles } from '../program-files';
import { proofsMounts, weightsVolumeName, type WeightsVolume } from './weights-volume';

const isInPlace = ({ kind }: WeightsVolume): boolean => kind === 'direct' || kind === 'existing';

/**
 * An init container: the weights read-write where it brings them, which the engine then mounts read-only. It asks for
 * no more than the engine: a pod asks for the most of both, and a larger one would not fit what was planned and
 * counted.
 */
export const stagerContainer = (
  { command, env, before }: OrdinalRun,
  files: ProgramFiles,
  { cpu, cpuLimit, helperCpuLimit, memory }: Pick<Compute, 'cpu' | 'cpuLimit' | 'helperCpuLimit' | 'memory'>,
  weights: WeightsVolume,
  image: Image = images.curl,
): Container =>
  container(
    {
      name: 'stager',
      image: imageReference(image),
      command: [...command],
      env: [...before, ...environmentVariables(env)],
      volumeMounts: [
        { name: weightsVolumeName, mountPath: localMount, readOnly: isInPlace(weights) ? true : undefined },
        ...proofsMounts(weights),
        { name: 'tmp', mountPath: scratchMount },
        files.mount,
      ],
    },
    {
      ...copyWants,
      cpu: Math.min(copyWants.cpu, cpu.value),
      cpuLimit: helperCpuLimit === undefined ? undefined : Math.min(helperCpuLimit, cpuLimit ?? helperCpuLimit),
      memory: bytes(Math.min(copyWants.memory, memory.value)),
    },
  );
