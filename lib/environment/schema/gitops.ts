/** The shape of an environment's GitOps controller in an overlay. */
import { z } from 'zod';
import { bounds, dnsName, duration, gitAddress, label, revision } from '../../schema';

export const gitopsSchema = z.discriminatedUnion('tool', [
  z.strictObject({
    tool: z.literal('flux'),
    namespace: label.optional(),
    source: dnsName.optional(),
    interval: duration(bounds.interval).optional(),
    serviceAccount: dnsName.optional(),
  }),
  z.strictObject({
    tool: z.literal('argocd'),
    repository: gitAddress,
    revision: revision.optional(),
    namespace: label.optional(),
  }),
]);
