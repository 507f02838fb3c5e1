/** What an overlay says of one's own machines, beside what a machine is: one name for each, and disks beside its system. */
import { childPath, type Path } from '../../../core';
import { coveredBy } from '../../../workload';
import type { FaultList } from '../../fault-codes';
import type { MetalPoolInput } from '../../node-pool';
import { mountTaken } from '../additions';
import { refuseTwice } from '../lists';
import { hostname } from '../selector';

/** A label that each node has for itself alone finds as many nodes as it has values. */
export function checkHostnames(faults: FaultList, { nodes, labels }: MetalPoolInput, place: Path): void {
  const values = labels?.[hostname];
  if (values === undefined) return;
  const found = new Set([values].flat()).size;
  const count = typeof nodes === 'number' ? nodes : nodes.length;
  if (found >= count) return;
  faults.add(
    'NodeMark',
    childPath(place, 'labels', hostname),
    `${found === 1 ? 'one node has' : `${found} nodes have`} this label with ${found === 1 ? 'this value' : 'these values'}, and the pool is planned with ${count}`,
    {
      fix: [
        'leave this label out, and write the names of all nodes in nodes',
        'a label that all nodes of the pool have',
      ],
    },
  );
}

/** Folders of a node that its system, its kubelet and its runtime write to, or that vanish when it starts. */
const systemFolders = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
  '/var/lib/kubelet',
  '/var/lib/containerd',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/log',
  '/var/run',
];

/** Each disk is a mount of its own, beside the system of the node and beside each other. */
export function checkDisks(
  faults: FaultList,
  nvme: NonNullable<MetalPoolInput['hardware']['nvme']>,
  place: Path,
): void {
  refuseTwice(faults, nvme, place, ({ path }) => `disk '${path}'`);
  const paths = nvme.map(({ path }) => path);
  paths.forEach((path, i) => {
    const here = childPath(place, i, 'path');
    const folder = coveredBy(path, systemFolders);
    const other = coveredBy(
      path,
      paths.slice(0, i).filter((each) => each !== path),
    );
    if (folder !== undefined) mountTaken(faults, path, `${folder} of the node`, here);
    else if (other !== undefined) mountTaken(faults, path, `${other} of another disk`, here);
  });
}
