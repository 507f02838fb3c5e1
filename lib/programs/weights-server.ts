/**
 * The read-only HTTP server of the store: nginx with one configuration, rendered from typed directives. It lists
 * nothing.
 */
import { type AddressFamily, ceilSeconds, type Duration, type Families, seconds, usualFamilies } from '../core';
import type { ClaimFile } from './claim-files';
import { block, directive, renderNginx, type NginxDirective } from './nginx';
import { programFile, type ProgramRun } from './program';
import { scratchMount, storeMount } from './volumes';
import { blobPath } from './weights-layout';

/** What the weights server may differ in. */
export interface WeightsServerInputs {
  /** Root of the store, mounted read-only. @default '/store' */
  readonly root?: string;
  /** Port that it listens on, above 1024 because it runs without privileges. @default 8080 */
  readonly port?: number;
  /** Address families at which it listens. @default ['IPv4'] */
  readonly families?: Families;
  /** Processes that serve; `auto` would count the host's cores. @default 2 */
  readonly workers?: number;
  /**
   * Transfers at the same time, over all processes. Each process has room for all of them, since the kernel may hand
   * every connection to the same one, and for three times as many connections that have not sent their request yet.
   * @default 1024
   */
  readonly transfers?: number;
  /**
   * Transfers of one client at the same time. A stager has one; pods of one node may look like one client, where the
   * node's address takes the place of theirs, and what is refused tries again. @default 32
   */
  readonly transfersPerClient?: number;
  /**
   * Requests of one client in a second; four times as many may come at once, as for the small files of a fleet.
   * @default 50
   */
  readonly requestsPerClient?: number;
  /**
   * Time that a client may take between two reads before it is cut off: what moves slower starves others.
   * @default - 30 seconds
   */
  readonly sendTimeout?: Duration;
  /** Time in which a client must have sent its request. @default - 5 seconds */
  readonly requestTimeout?: Duration;
  /**
   * Files of a claim of others, by their digests: only these are served, each at the address of its blob.
   * @default - the root is a store of ours
   */
  readonly files?: readonly ClaimFile[];
  /** Folder for the pid file and temporary files. @default '/tmp' */
  readonly scratch?: string;
  /** Whether it answers `/metrics` with its connections, in the format of Prometheus. @default false */
  readonly metrics?: boolean;
}

const configFile = 'nginx.conf';

/**
 * Path of the health answer: it has no limit and reads nothing from the store. No answer means that clients get none
 * either.
 */
export const weightsServerHealth = '/healthz';
/** Port of the weights server where none is given. */
export const weightsServerPort = 8080;

/** Path of the metrics, which have no limit either. */
export const weightsServerMetricsPath = '/metrics';

/** The metrics as nginx knows them: the serial number of a connection is the count of all processes. */
const metricsText = [
  '# TYPE corral_weights_server_connections gauge',
  ...['reading', 'writing', 'waiting'].map(
    (state) => `corral_weights_server_connections{state="${state}"} $connections_${state}`,
  ),
  '# TYPE corral_weights_server_connections_total counter',
  'corral_weights_server_connections_total $connection',
  '',
].join('\n');

/** How nginx listens for one family: at `[::]` it takes no connection of IPv4. */
const listening: Readonly<Record<AddressFamily, (port: number) => NginxDirective>> = {
  IPv4: (port) => directive('listen', port),
  IPv6: (port) => directive('listen', `[::]:${port}`),
};

/** Everything nginx would write lies in the scratch folder: it creates these even where it never uses them. */
const temporaryPaths = (scratch: string): readonly NginxDirective[] =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) =>
    directive(`${kind}_temp_path`, `${scratch}/${kind}`),
  );

/** What nginx answers to a client beyond its limits: stagers wait and resume. */
const tooMany = 429;
const [perClient, overall, requests] = ['per_client', 'overall', 'requests'] as const;
/** A megabyte holds the state of about 8 000 clients. */
const zoneSize = '1m';

/** One path for each digest: two models may name one file. */
const onePathEach = (files: readonly ClaimFile[]): readonly ClaimFile[] => [
  ...new Map(files.map((file) => [file.sha256, file])).values(),
];

/**
 * Blobs by their full name, the manifests of Ollama models, and nothing else. Both within the limits, which health is
 * not.
 */
function locations(
  root: string,
  files: readonly ClaimFile[] | undefined,
  transfers: number,
  transfersPerClient: number,
  requestsPerClient: number,
  metrics: boolean,
): readonly NginxDirective[] {
  const limits = [
    directive('limit_conn', perClient, transfersPerClient),
    directive('limit_conn', overall, transfers),
    directive('limit_req', `zone=${requests}`, `burst=${requestsPerClient * 4}`, 'nodelay'),
  ];
  return [
    block(
      'location',
      ['=', weightsServerHealth],
      [directive('default_type', 'text/plain'), directive('return', 200, 'ok')],
    ),
    ...(metrics
      ? [
          block(
            'location',
            ['=', weightsServerMetricsPath],
            [
              // The number is that of the connection which asks: one that is kept would ask with an old one.
              directive('keepalive_timeout', 0),
              directive('default_type', 'text/plain; version=0.0.4'),
              directive('return', 200, metricsText),
            ],
          ),
        ]
      : []),
    ...(files === undefined
      ? [
          block('location', ['~', '^/blobs/sha256-[0-9a-f]{64}$'], [...limits, directive('try_files', '$uri', '=404')]),
          block(
            'location',
            ['~', `^/manifests${'/[A-Za-z0-9_.-]+'.repeat(4)}$`],
            [...limits, directive('try_files', '$uri', '=404')],
          ),
        ]
      : onePathEach(files).map(({ sha256, path }) =>
          block('location', ['=', `/${blobPath(sha256)}`], [...limits, directive('alias', `${root}/${path}`)]),
        )),
    block('location', ['/'], [directive('return', 404)]),
  ];
}

/**
 * The configuration as data. Reads go through a thread pool: one stalled NFS read must not stop a worker's other
 * downloads. One client that opens many connections, or reads slowly, takes its share and no more: connections are
 * counted for each address and over all, and a connection that neither asks nor reads is closed.
 */
export function weightsServerDirectives({
  root = storeMount,
  port = weightsServerPort,
  families = usualFamilies,
  workers = 2,
  transfers = 1024,
  transfersPerClient = 32,
  requestsPerClient = 50,
  sendTimeout = seconds(30),
  requestTimeout = seconds(5),
  files,
  scratch = scratchMount,
  metrics = false,
}: WeightsServerInputs = {}): readonly NginxDirective[] {
  const connections = 4 * transfers;
  return [
    directive('worker_processes', workers),
    // A connection and its file.
    directive('worker_rlimit_nofile', 2 * connections),
    directive('daemon', false),
    directive('pid', `${scratch}/nginx.pid`),
    directive('error_log', 'stderr', 'warn'),
    block('events', [], [directive('worker_connections', connections)]),
    block(
      'http',
      [],
      [
        directive('access_log', false),
        directive('log_not_found', false),
        directive('server_tokens', false),
        directive('default_type', 'application/octet-stream'),
        directive('sendfile', true),
        directive('sendfile_max_chunk', '2m'),
        directive('aio', 'threads'),
        directive('tcp_nopush', true),
        directive('max_ranges', 1),
        directive('send_timeout', `${ceilSeconds(sendTimeout)}s`),
        directive('client_header_timeout', `${ceilSeconds(requestTimeout)}s`),
        directive('client_body_timeout', `${ceilSeconds(requestTimeout)}s`),
        directive('keepalive_timeout', `${ceilSeconds(requestTimeout)}s`),
        // What a slow reader has not read is thrown away with its connection.
        directive('reset_timedout_connection', true),
        directive('limit_conn_zone', '$binary_remote_addr', `zone=${perClient}:${zoneSize}`),
        directive('limit_conn_zone', '$server_port', `zone=${overall}:${zoneSize}`),
        directive(
          'limit_req_zone',
          '$binary_remote_addr',
          `zone=${requests}:${zoneSize}`,
          `rate=${requestsPerClient}r/s`,
        ),
        directive('limit_conn_status', tooMany),
        directive('limit_req_status', tooMany),
        directive('limit_conn_log_level', 'info'),
        directive('limit_req_log_level', 'info'),
        ...temporaryPaths(scratch),
        block(
          'server',
          [],
          [
            ...families.map((family) => listening[family](port)),
            directive('root', root),
            directive('autoindex', false),
            // Redirects would carry the pod's own port, and nothing here has a folder to show.
            directive('absolute_redirect', false),
            directive('client_max_body_size', 1),
            directive('disable_symlinks', true, `from=${root}`),
            block('if', ['($request_method', '!~', '^(GET|HEAD)$)'], [directive('return', 405)]),
            ...locations(root, files, transfers, transfersPerClient, requestsPerClient, metrics),
          ],
        ),
      ],
    ),
  ];
}

/** The configuration as nginx reads it. */
export const weightsServerConfig = (inputs: WeightsServerInputs = {}): string =>
  renderNginx(weightsServerDirectives(inputs));

/**
 * Runs in the unprivileged nginx image, under any user id with read access to the store. Mounts: the store at `root`
 * (read-only), `programFolder`, an emptyDir at `scratch`. The command takes the place of the image's entry point, which
 * would edit configuration under a read-only root.
 */
export const weightsServer = (inputs: WeightsServerInputs = {}): ProgramRun => ({
  command: ['nginx', '-e', 'stderr', '-c', programFile(configFile)],
  env: {},
  files: { [configFile]: weightsServerConfig(inputs) },
});
