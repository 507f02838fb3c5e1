/** The read-only HTTP server of the store: nginx with one configuration, rendered from typed directives. It lists nothing. */
import { ceilSeconds, seconds, type Duration } from '../core/duration';
import { block, directive, renderNginx, type NginxDirective } from './nginx';
import { programFile, type ProgramRun } from './program';
import { scratchMount, storeMount } from './volumes';

/** What the weights server may differ in. */
export interface WeightsServerInputs {
  /** Root of the store, mounted read-only. @default '/store' */
  readonly root?: string;
  /** Port that it listens on, above 1024 because it runs without privileges. @default 8080 */
  readonly port?: number;
  /** Processes that serve; `auto` would count the host's cores. @default 2 */
  readonly workers?: number;
  /** Connections of one process at the same time. @default 256 */
  readonly connections?: number;
  /** Time that a client may take between two reads before it is cut off. @default - 60 seconds */
  readonly sendTimeout?: Duration;
  /** Folder for the pid file and temporary files. @default '/tmp' */
  readonly scratch?: string;
}

const configFile = 'nginx.conf';

/** Path of the health answer: it says that nginx runs, not that the store is reachable, or a slow NFS would restart it. */
export const weightsServerHealth = '/healthz';
/** Port of the weights server where none is given. */
export const weightsServerPort = 8080;

/** Everything nginx would write lies in the scratch folder: it creates these even where it never uses them. */
const temporaryPaths = (scratch: string): readonly NginxDirective[] =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => directive(`${kind}_temp_path`, `${scratch}/${kind}`));

/** Blobs by their full name, the manifests of Ollama models, and nothing else. */
const locations: readonly NginxDirective[] = [
  block('location', ['=', weightsServerHealth], [directive('default_type', 'text/plain'), directive('return', 200, 'ok')]),
  block('location', ['~', '^/blobs/sha256-[0-9a-f]{64}$'], [directive('try_files', '$uri', '=404')]),
  block('location', ['~', `^/manifests${'/[A-Za-z0-9_.-]+'.repeat(4)}$`], [directive('try_files', '$uri', '=404')]),
  block('location', ['/'], [directive('return', 404)]),
];

/** The configuration as data. Reads go through a thread pool: one stalled NFS read must not stop a worker's other downloads. */
export function weightsServerDirectives({ root = storeMount, port = weightsServerPort, workers = 2, connections = 256,
  sendTimeout = seconds(60), scratch = scratchMount }: WeightsServerInputs = {}): readonly NginxDirective[] {
  return [
    directive('worker_processes', workers),
    directive('daemon', false),
    directive('pid', `${scratch}/nginx.pid`),
    directive('error_log', 'stderr', 'warn'),
    block('events', [], [directive('worker_connections', connections)]),
    block('http', [], [
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
      ...temporaryPaths(scratch),
      block('server', [], [
        directive('listen', port),
        directive('root', root),
        directive('autoindex', false),
        // Redirects would carry the pod's own port, and nothing here has a folder to show.
        directive('absolute_redirect', false),
        directive('client_max_body_size', 1),
        directive('disable_symlinks', true, `from=${root}`),
        block('if', ['($request_method', '!~', '^(GET|HEAD)$)'], [directive('return', 405)]),
        ...locations,
      ]),
    ]),
  ];
}

/** The configuration as nginx reads it. */
export const weightsServerConfig = (inputs: WeightsServerInputs = {}): string => renderNginx(weightsServerDirectives(inputs));

/**
 * Runs in the unprivileged nginx image, under any user id with read access to the store. Mounts: the store at `root` (read-only),
 * `programFolder`, an emptyDir at `scratch`. The command takes the place of the image's entry point, which would edit
 * configuration under a read-only root.
 */
export const weightsServer = (inputs: WeightsServerInputs = {}): ProgramRun => ({
  command: ['nginx', '-e', 'stderr', '-c', programFile(configFile)],
  env: {},
  files: { [configFile]: weightsServerConfig(inputs) },
});
