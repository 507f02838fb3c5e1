/** Differences of what nodes have room for. */
import { allocatable, made, pod } from './changes';
import { ofPool, type Injected } from './injected';

export const aboutRoom: readonly Injected[] = [
  {
    name: "less memory than a machine of one's own is said to have",
    make: allocatable('office-1', { memory: '60Gi' }, { memory: '64Gi' }),
    found: [
      ofPool(
        'office',
        'declared 65 024 MiB of memory for its pods on each node; found 60 928 MiB of memory on office-1 (61 440 MiB of memory minus 512 MiB of memory of other pods)',
        'hardware: { memory: gib(60) } with daemons: { cpu: 0.5, memory: mib(512) } · move other pods to other nodes',
        'RoomMissing',
      ),
    ],
  },
  {
    name: 'pods of others that take more than DaemonSets are said to',
    make: made(pod('greedy', 'eks-cpu-0', { cpu: '1500m', memory: '1Gi' })),
    found: [
      ofPool(
        'eks-cpu',
        'declared 15.39 cores for its pods on each node; found 13.89 cores on eks-cpu-0 (15.89 cores minus 2 cores of other pods)',
        'daemons: { cpu: 2, memory: mib(1536) } · move other pods to other nodes',
        'RoomMissing',
      ),
      ofPool(
        'eks-cpu',
        'declared 57 179 MiB of memory for its pods on each node; found 56 155 MiB of memory on eks-cpu-0 (57 691 MiB of memory minus 1 536 MiB of memory of other pods)',
        'daemons: { cpu: 2, memory: mib(1536) } · move other pods to other nodes',
        'RoomMissing',
      ),
    ],
  },
  {
    name: 'a smaller disk',
    make: allocatable('aks-a100-0', { 'ephemeral-storage': '80Gi' }, { 'ephemeral-storage': '100Gi' }),
    found: [
      ofPool(
        'aks-a100',
        'declared 102 400 MiB of ephemeral-storage for its pods on each node; found 81 920 MiB of ephemeral-storage on aks-a100-0',
        'ephemeralStorage: gib(80)',
        'RoomMissing',
      ),
    ],
  },
  {
    name: 'fewer pods',
    make: allocatable('eks-cpu-1', { pods: '58' }, { pods: '234' }),
    found: [
      ofPool(
        'eks-cpu',
        'declared 234 pods for its pods on each node; found 58 pods on eks-cpu-1',
        'raise maxPods of the kubelet',
        'RoomMissing',
      ),
    ],
  },
];
