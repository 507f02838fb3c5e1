/** Objects of others that an environment names, with how to look for them: its needs and preflight read the same table. */
import type { GatewayTls, secretStoreKinds } from '../environment';

/** An object of others that a field of an environment names. */
export interface Named {
  /** Field that names it, below the environment. */
  readonly at: readonly string[];
  readonly kind: string;
  readonly name: string;
  readonly group: string;
  readonly plural: string;
  /** Absent for kinds without a namespace. */
  readonly namespace?: string;
  /** Condition that its controller sets once it can be used. @default - none: it is used as it is */
  readonly condition?: 'Accepted' | 'Ready';
  /** How to get one. */
  readonly create: string;
  /** Definitions of what is rendered because of it. @default - none: Kubernetes has them */
  readonly definitions?: readonly string[];
}

const certManager = 'cert-manager.io';
const externalSecrets = 'external-secrets.io';

/** The issuer of a certificate in a namespace; `at` is the field of the certificate. */
export const issuerOf = (tls: GatewayTls, namespace: string, at: readonly string[]): readonly Named[] =>
  tls === 'none' || 'secretName' in tls
    ? []
    : [
        {
          at: [...at, 'issuer'],
          kind: tls.issuer.kind,
          name: tls.issuer.name,
          group: certManager,
          plural: tls.issuer.kind === 'Issuer' ? 'issuers' : 'clusterissuers',
          namespace: tls.issuer.kind === 'Issuer' ? namespace : undefined,
          condition: 'Ready',
          create: 'create it (https://cert-manager.io/docs/configuration)',
          definitions: ['certificates.cert-manager.io'],
        },
      ];

/** The store of secrets that is read in some namespaces: a SecretStore in each of them. */
export const storesOf = (
  { kind, name }: { readonly kind: (typeof secretStoreKinds)[number]; readonly name: string },
  namespaces: readonly string[],
  at: readonly string[],
): readonly Named[] =>
  (kind === 'SecretStore' ? [...new Set(namespaces)] : [undefined]).map((namespace) => ({
    at: [...at, 'store'],
    kind,
    name,
    group: externalSecrets,
    plural: kind === 'SecretStore' ? 'secretstores' : 'clustersecretstores',
    namespace,
    condition: 'Ready',
    create: 'create it (https://external-secrets.io)',
    definitions: ['externalsecrets.external-secrets.io'],
  }));
