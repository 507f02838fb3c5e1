/**
 * Who may talk to the API server: tokens, the key that signs service account tokens, and a kubeconfig for each user.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who may talk to the API server, and what `*.kubeconfig` is called. */
export interface User {
  readonly name: string;
  readonly user: string;
  /** Empty for none. */
  readonly group: string;
}

/** Users as a real cluster names them; the groups give an administrator and the simulated kubelets every right. */
const users: readonly User[] = [
  { name: 'admin', user: 'kubernetes-admin', group: 'system:masters' },
  { name: 'controller-manager', user: 'system:kube-controller-manager', group: '' },
  { name: 'scheduler', user: 'system:kube-scheduler', group: '' },
  { name: 'kwok', user: 'kwok', group: 'system:masters' },
];

/** Files that the components are started with. */
export interface Credentials {
  readonly tokens: string;
  readonly serviceAccountKey: string;
  /** Written by the API server at its start; its certificate signs itself, so it is also what clients trust. */
  readonly pki: string;
  readonly certificate: string;
  /** Path of the file of a user. */
  readonly kubeconfig: (name: string) => string;
  readonly adminToken: string;
}

/** A kubeconfig in JSON, which is YAML. */
export function kubeconfig(server: string, certificate: string, token: string): string {
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificate } }],
      users: [{ name: 'test', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    },
    undefined,
    2,
  );
}

/** @param more - users beside those of every control plane */
export async function writeCredentials(
  folder: string,
  server: string,
  more: readonly User[] = [],
): Promise<Credentials> {
  const path = (name: string): string => join(folder, name);
  await mkdir(path('pki'), { recursive: true });
  const certificate = path('pki/apiserver.crt');
  // SEC 1, the one elliptic curve format that the API server reads; it derives the public key itself.
  const serviceAccountKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  });
  const tokens = [...users, ...more].map((user) => ({ ...user, token: randomBytes(16).toString('hex') }));
  await Promise.all([
    writeFile(path('service-account.key'), serviceAccountKey, { mode: 0o600 }),
    writeFile(
      path('tokens.csv'),
      tokens.map(({ token, user, group }) => `${token},${user},${user},"${group}"\n`).join(''),
      { mode: 0o600 },
    ),
    ...tokens.map(({ name, token }) =>
      writeFile(path(`${name}.kubeconfig`), kubeconfig(server, certificate, token), { mode: 0o600 }),
    ),
  ]);
  return {
    tokens: path('tokens.csv'),
    serviceAccountKey: path('service-account.key'),
    pki: path('pki'),
    certificate,
    kubeconfig: (name) => path(`${name}.kubeconfig`),
    adminToken: tokens.find(({ name }) => name === 'admin')?.token ?? '',
  };
}
