/** The configuration of a Valkey, rendered from typed settings: no user without a password, and bounds for all memory. */
import type { ValkeyKept, ValkeyPolicy } from '../../catalog';
import { type Bytes, ceilSeconds } from '../../core';
import { programFile, type ProgramRun } from '../program';

export interface ValkeyServerInputs {
  readonly port: number;
  readonly maxMemory: Bytes;
  /** Most memory for the buffers of all clients: above it, the client with the largest is disconnected. */
  readonly clientMemory: Bytes;
  readonly policy: ValkeyPolicy;
  readonly kept: ValkeyKept;
  /** Folder of snapshot and log. */
  readonly data: string;
  /** Path of the list of users. */
  readonly users: string;
  /** Path of the socket for the pod itself. */
  readonly socket: string;
  /** Paths of certificate and key; plain connections are then refused. @default - without TLS */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

const configFile = 'valkey-server.conf';

type Directive = readonly [name: string, ...values: readonly (string | number)[]];

const keptBy = (kept: ValkeyKept): readonly Directive[] => [
  ['save', ...(kept.by === 'snapshots' ? [ceilSeconds(kept.every), 1] : ['""'])],
  ['appendonly', kept.by === 'log' ? 'yes' : 'no'],
  ...(kept.by === 'log' ? [['appendfsync', 'everysec'] as const] : []),
];

const listens = ({ port, socket, tls }: ValkeyServerInputs): readonly Directive[] => [
  ...(tls === undefined
    ? [['port', port] as const]
    : [
        ['port', 0] as const,
        ['tls-port', port] as const,
        ['tls-cert-file', tls.certificate] as const,
        ['tls-key-file', tls.key] as const,
        // Clients log in as users; they need no certificate.
        ['tls-auth-clients', 'no'] as const,
        ['tls-protocols', '"TLSv1.2 TLSv1.3"'] as const,
      ]),
  ['unixsocket', socket],
  ['unixsocketperm', 700],
];

/** Runs in the `valkey` image. Mounts: `programFolder`, the folders of data, users and socket, and the certificate. */
export function valkeyServer(inputs: ValkeyServerInputs): ProgramRun {
  const { maxMemory, clientMemory, policy, kept, data, users } = inputs;
  const directives: readonly Directive[] = [
    ...listens(inputs),
    ['aclfile', users],
    ['maxmemory', maxMemory],
    ['maxmemory-policy', policy],
    ['maxmemory-clients', clientMemory],
    ...keptBy(kept),
    ['dir', data],
  ];
  return {
    command: ['valkey-server', programFile(configFile)],
    env: {},
    files: { [configFile]: directives.map((words) => `${words.join(' ')}\n`).join('') },
  };
}
