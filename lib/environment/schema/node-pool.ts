/** The shape of a node pool in an overlay. */
import { z } from 'zod';
import { architecturesOfNodes } from '../../catalog';
import { taintEffects } from '../../core';
import {
  absolutePath,
  bounds,
  coreCount,
  nodeName,
  key,
  labelKey,
  labelValue,
  list,
  listFromOne,
  longestLists,
  number,
  poolPodAdditions,
  resourceName,
  size,
  sizeOrNone,
  poolLabels,
  whole,
  words,
} from '../../schema';
import { nodeSettingNames } from '../node-tuning';
import { allocations, capacityTypes, contentions, devicePluginOwners, provisioners, shareNames } from '../node-pool';

const bandwidth = size(bounds.bandwidth);
const disk = size(bounds.disk);
const nodes = whole(bounds.nodes);
const shares = whole(bounds.sharesPerGpu);
const devicePlugin = z.enum(devicePluginOwners).optional();
const named = z.enum(shareNames).optional();
const deviceGroups = list(whole(bounds.groupId), longestLists.deviceGroups).optional();

const sharing = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('time-slicing'), replicas: shares, named, devicePlugin }),
  z.strictObject({ by: z.literal('mps'), replicas: shares, named, devicePlugin }),
  z.strictObject({ by: z.literal('mig'), profile: key, units: whole(bounds.slicesPerNode).optional(), devicePlugin }),
]);

const taint = z.strictObject({ key: labelKey, value: labelValue.optional(), effect: z.enum(taintEffects) });

const common = {
  contention: z.enum(contentions).optional(),
  sharing: sharing.optional(),
  gpuResource: resourceName.optional(),
  allocation: z.enum(allocations).optional(),
  taints: list(taint, longestLists.taints).optional(),
  labels: poolLabels.optional(),
  pods: poolPodAdditions.optional(),
  tuning: z
    .strictObject({
      settings: listFromOne(z.enum(nodeSettingNames), nodeSettingNames.length),
      daemonSet: z.strictObject({ reason: words }).optional(),
    })
    .optional(),
  daemons: z.strictObject({ cpu: coreCount(bounds.daemonCores), memory: sizeOrNone(bounds.memory) }).optional(),
};

const hardware = z.strictObject({
  gpu: key.optional(),
  gpus: whole(bounds.gpusPerNode).optional(),
  architecture: z.enum(architecturesOfNodes).optional(),
  deviceGroups,
  cpu: coreCount(bounds.cores),
  memory: size(bounds.memory),
  ephemeralStorage: disk,
  diskBandwidth: bandwidth,
  nvme: list(
    z.strictObject({ path: absolutePath, capacity: disk, volumes: whole(bounds.volumesPerDisk) }),
    longestLists.disks,
  ).optional(),
});

export const nodePoolSchema = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('cloud'),
    instance: key,
    nodes: z.strictObject({ min: whole({ ...bounds.nodes, least: 0 }), max: nodes }),
    capacity: z.enum(capacityTypes).optional(),
    provisioner: z.enum(provisioners).optional(),
    ephemeralStorage: disk.optional(),
    diskBandwidth: bandwidth.optional(),
    deviceGroups,
    ...common,
  }),
  z.strictObject({
    on: z.literal('metal'),
    nodes: z.union([nodes, list(nodeName, longestLists.nodeNames, 1, 'a number of nodes, or at least one name')]),
    hardware,
    usdPerNodeHour: number(bounds.dollarsPerHour).optional(),
    ...common,
  }),
]);
