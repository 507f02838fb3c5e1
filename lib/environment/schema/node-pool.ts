/** The shape of a node pool in an overlay. */
import { z } from 'zod';
import type { Bytes } from '../../core/bytes';
import { taintEffects } from '../../core/node-selection';
import { capacityTypes, contentions, devicePluginOwners, provisioners } from '../node-pool';
import { absolutePath, count, countOrNone, cpu, dnsName, labels, labelValue, positive, size, sizeOrNone, whole, words } from './scalars';

const bandwidth = positive as unknown as z.ZodType<Bytes>;

/** A share that is the whole GPU is no share. */
const shares = whole(2);
const devicePlugin = z.enum(devicePluginOwners).optional();

const sharing = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('time-slicing'), replicas: shares, devicePlugin }),
  z.strictObject({ by: z.literal('mps'), replicas: shares, devicePlugin }),
  z.strictObject({ by: z.literal('mig'), profile: words, devicePlugin }),
]);

const common = {
  contention: z.enum(contentions).optional(),
  sharing: sharing.optional(),
  taints: z.array(z.strictObject({ key: words, value: labelValue.optional(), effect: z.enum(taintEffects) })).optional(),
  labels: labels.optional(),
  daemons: z.strictObject({ cpu: z.number().min(0, { error: 'cores, at least 0' }), memory: sizeOrNone }).optional(),
};

const hardware = z.strictObject({
  gpu: words.optional(),
  gpus: count.optional(),
  cpu,
  memory: size,
  ephemeralStorage: size,
  diskBandwidth: bandwidth,
  nvme: z.array(z.strictObject({ path: absolutePath, capacity: size, volumes: count })).optional(),
});

export const nodePoolSchema = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('cloud'),
    instance: z.string(),
    nodes: z.strictObject({ min: countOrNone, max: count }),
    capacity: z.enum(capacityTypes).optional(),
    provisioner: z.enum(provisioners).optional(),
    ephemeralStorage: size.optional(),
    diskBandwidth: bandwidth.optional(),
    ...common,
  }),
  z.strictObject({
    on: z.literal('metal'),
    nodes: z.union([count, z.array(dnsName).min(1, { error: 'a number of nodes, or at least one name' })]),
    hardware,
    usdPerNodeHour: positive.optional(),
    ...common,
  }),
]);
