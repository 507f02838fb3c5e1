/** The shape of an environment's GitOps controller in an overlay. */
import { z } from 'zod';
import { dnsName, duration, label, webAddress, words } from './scalars';

export const gitopsSchema = z.discriminatedUnion('tool', [
  z.strictObject({ tool: z.literal('flux'), namespace: label.optional(), source: dnsName.optional(), interval: duration.optional() }),
  z.strictObject({ tool: z.literal('argocd'), repository: webAddress, revision: words.optional(), namespace: label.optional() }),
]);
