/** Processors that a GPU, and a label, contradict. */
import { gib, gigabytes } from '../../lib/core/bytes';
import { changed } from './base';

const hardware = {
  cpu: 72,
  memory: gib(400),
  ephemeralStorage: gib(800),
  diskBandwidth: gigabytes(2),
};

export const inputs = [
  changed(
    [
      ['nodePools', 'hopper'],
      {
        on: 'metal',
        nodes: ['gh-1'],
        hardware: { ...hardware, gpu: 'NVIDIA-GH200-480GB', gpus: 1, architecture: 'amd64' },
      },
    ],
    [
      ['nodePools', 'small'],
      {
        on: 'metal',
        nodes: ['pi-1'],
        hardware,
        labels: { 'kubernetes.io/hostname': 'pi-1', 'kubernetes.io/arch': 'arm64' },
      },
    ],
  ),
];

export const report = `test.nodePools.hopper.hardware.architecture: 'amd64', and machines with NVIDIA-GH200-480GB are arm64.
  fix: leave it out
  [ArchitectureMismatch]
test.nodePools.small.labels['kubernetes.io/arch']: 'arm64', and the machines of this pool are amd64.
  fix: 'amd64', or leave it out
  [ArchitectureMismatch]`;
