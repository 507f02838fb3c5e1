/** The shape of pods of others and of addresses in an overlay. */
import { z } from 'zod';
import { bounds, cidr, label, peerLabels, whole, words } from '../../schema';

/** All pods of a namespace are written as such: an empty list of labels would mean the same without a word. */
export const peer = z.union([
  z.strictObject({ namespace: label, podLabels: peerLabels }),
  z.strictObject({ namespace: label, anyPod: z.literal(true) }),
]);

const port = whole(bounds.port);

/** Pods that listen on a port, which may follow from an address. */
const podsOn = <Port extends z.ZodType>(listening: Port) =>
  z.union([
    z.strictObject({ namespace: label, podLabels: peerLabels, port: listening }),
    z.strictObject({ namespace: label, anyPod: z.literal(true), port: listening }),
  ]);

/** Pods of a proxy. */
export const proxyPods = podsOn(port.optional());

/** Pods of an object store. */
export const listeningPods = podsOn(port);

/** An address range and a port. */
export const endpoint = z.strictObject({ cidr, port, reason: words.optional() });
