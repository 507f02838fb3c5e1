/** The shape of what databases and caches read from Secrets: passwords and a certificate. */
import { z } from 'zod';
import { dnsName, secretPath } from '../../schema';
import { issuerKinds, secretStoreKinds } from '../gateway';

export const passwords = z.union([
  z.strictObject({ secretName: dnsName }),
  z.strictObject({
    from: z.literal('external-secrets'),
    store: z.strictObject({ kind: z.enum(secretStoreKinds), name: dnsName }),
    path: secretPath,
  }),
]);

export const certificate = z.union([
  z.literal('none'),
  z.strictObject({ issuer: z.strictObject({ kind: z.enum(issuerKinds), name: dnsName }) }),
  z.strictObject({ secretName: dnsName }),
]);
