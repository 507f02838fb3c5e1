/**
 * The program that fills the store from a hub, a mirror or a registry. It never publishes a byte that its digest does
 * not prove.
 */
import { type Bytes, ceilSeconds, type Duration, minutes, refuse, seconds } from '../core';
import { programFile, sh, type Program } from './program';
import { fill } from './shell/fill';
import { make, makeIfListed } from './shell/make';
import { prelude } from './shell/prelude';
import { publish } from './shell/publish';
import { transfer, transferWithLogins } from './shell/transfer';
import { scratchMount, storeMount } from './volumes';
import type { Weights } from './weights-layout';
import { madeFiles, originList, publicOrigins, weightsListFile, type WeightsSource } from './weights-list';

/** File name of the list of made manifests in the program's folder. */
export const madeListFile = 'made.list';

/** An HTTP proxy, as curl reads it from variables. */
export interface LoaderProxy {
  /** `http://proxy.example:3128`, or `https://…`. */
  readonly url: string;
  /** Names, each with all names below it, addresses and ranges of addresses. */
  readonly noProxy: readonly string[];
}

/** What a loader brings, and from where. */
export interface LoaderInputs {
  readonly weights: readonly Weights[];
  /** @default - the public hub and registry */
  readonly source?: WeightsSource;
  /**
   * Path of a mounted file that holds a bearer token. It goes to addresses that begin with `tokenFor`, also when a
   * redirect leads there, and to no other. @default - none
   */
  readonly tokenFile?: string;
  /** Address below which the token may be sent. @default - that of the hub or of the weights server */
  readonly tokenFor?: string;
  /** A second token, for another server from which files come: the longer prefix counts. @default - none */
  readonly furtherToken?: { readonly file: string; readonly below: string };
  /** HTTP proxy to the source, and the hosts that are reached without it. @default - none */
  readonly proxy?: LoaderProxy;
  /** Folder of a mounted Secret with the files `username` and `password` for the proxy. @default - it asks for none */
  readonly proxyLogin?: string;
  /** Path of a mounted file with the authorities to trust, in PEM. @default - those of the image */
  readonly caFile?: string;
  /** Root of the store: the shared one, or the one claim of a single-node cluster. @default '/store' */
  readonly root?: string;
  /** Time without any progress after which it gives up. @default - 10 minutes */
  readonly patience?: Duration;
  /** First pause before a retry; each further one is twice as long, up to 30 s. @default - 1 second */
  readonly firstPause?: Duration;
  /** Time between two progress lines. @default - 30 seconds */
  readonly progressEvery?: Duration;
  /**
   * Bytes a second below which a source counts as silent.
   * @default - 4 KiB: a line of 100 Mbit/s divided among 3 000 transfers
   */
  readonly leastSpeed?: Bytes;
  /** Time for which a source may be slower than that before it is asked again. @default - 60 seconds */
  readonly slowFor?: Duration;
}

const begin = sh`
#!/bin/sh
# Fills the store of weights: list in WEIGHTS_LIST, root in WEIGHTS_ROOT.
program=loader
when_missing='fail'
when_away='Check that the source runs, and that no network policy or proxy blocks it. Downloaded bytes are kept.'
when_wrong='Try another mirror, or check what changed at the source before you change the catalogue.'
`;
const lockRules = sh`
# The store is shared: only the collector removes from it.
make_room() { :; }
# The collector gets its turn while a source is waited for: what is being brought has a lock of its own.
leave_root() { flock -u 8; }

fill
`;
const end = sh`
say "everything in $WEIGHTS_LIST is in the store"
`;
const text = [begin, prelude, transfer, publish, fill, lockRules + end].join('\n');
const textWithLogins = [
  begin,
  prelude,
  transferWithLogins,
  publish,
  fill,
  makeIfListed,
  `${lockRules}[ -z "\${MADE_LIST-}" ] || make\n${end}`,
].join('\n');
const textWithManifests = [begin, prelude, transfer, publish, fill, make, `${lockRules}make\n${end}`].join('\n');

/** Address prefix to which the token may go. */
function tokenScope(address: string): string {
  const { protocol, hostname, href } = new URL(address);
  if (protocol === 'https:' || hostname === '127.0.0.1') return `${href.replace(/\/+$/, '')}/`;
  return refuse('TokenInClear', 'tokenFile', `would send the token to ${href} unencrypted`, {
    fix: 'use the https address of the hub',
  });
}

/** curl reads `http_proxy` in small letters only, and the others in either case. */
const proxyEnvironment = ({ url, noProxy }: LoaderProxy): Readonly<Record<string, string>> => ({
  https_proxy: url,
  http_proxy: url,
  ...(noProxy.length === 0 ? {} : { no_proxy: noProxy.join(',') }),
});

interface TokenInputs {
  readonly file: string;
  readonly below: string;
}

/** The tokens as variables: of two, the one with the longer prefix is asked first, and stands last. */
function tokenEnvironment(tokens: readonly TokenInputs[]): Readonly<Record<string, string>> {
  const scoped = tokens.map(({ file, below }) => ({ file, below: tokenScope(below) }));
  const [first, further] = scoped.toSorted((a, b) => a.below.length - b.below.length);
  return {
    ...(first === undefined ? {} : { TOKEN_FILE: first.file, TOKEN_FOR: first.below }),
    ...(further === undefined ? {} : { FURTHER_TOKEN_FILE: further.file, FURTHER_TOKEN_FOR: further.below }),
  };
}

/** Environment that every program shares which fills a root. */
export const fillEnvironment = ({
  root,
  patience,
  firstPause,
  progressEvery,
  leastSpeed,
  slowFor,
}: {
  readonly root: string;
  readonly patience: Duration;
  readonly firstPause: Duration;
  readonly progressEvery: Duration;
  readonly leastSpeed: Bytes | undefined;
  readonly slowFor: Duration | undefined;
}): Readonly<Record<string, string>> => ({
  TMPDIR: scratchMount,
  WEIGHTS_ROOT: root,
  WEIGHTS_LIST: programFile(weightsListFile),
  PATIENCE_SECONDS: `${ceilSeconds(patience)}`,
  FIRST_PAUSE_SECONDS: `${ceilSeconds(firstPause)}`,
  PROGRESS_SECONDS: `${ceilSeconds(progressEvery)}`,
  ...(leastSpeed === undefined ? {} : { LEAST_SPEED: `${leastSpeed}` }),
  ...(slowFor === undefined ? {} : { SLOW_SECONDS: `${ceilSeconds(slowFor)}` }),
});

/**
 * Runs in the `curl` image, under any user id with write access to the store. Mounts: the store at `root` (read-write),
 * `programFolder`, an emptyDir at `/tmp`, the Secrets behind `tokenFile` and `proxyLogin`, the ConfigMap behind `caFile`. Leaves `blobs/sha256-<digest>`,
 * `gguf/<key>/<file>.gguf` links and `manifests/registry.ollama.ai/…`, so the root can serve as `OLLAMA_MODELS`;
 * `partials/` and `verified/` are its own.
 */
export const loader: Program<LoaderInputs> = {
  file: 'loader.sh',
  text,
  run: ({
    weights,
    source = publicOrigins,
    tokenFile,
    tokenFor = source.from === 'origin' ? source.hub : source.url,
    furtherToken,
    proxy,
    proxyLogin,
    caFile,
    root = storeMount,
    patience = minutes(10),
    firstPause = seconds(1),
    progressEvery = seconds(30),
    leastSpeed,
    slowFor,
  }) => {
    const made = madeFiles(weights);
    const hasLogins =
      furtherToken !== undefined || proxyLogin !== undefined || proxy?.url.startsWith('https:') === true;
    const program = hasLogins ? loaderWithLogins : made === undefined ? loader : loaderWithManifests;
    const tokens = [
      ...(tokenFile === undefined ? [] : [{ file: tokenFile, below: tokenFor }]),
      ...(furtherToken === undefined ? [] : [furtherToken]),
    ];
    return {
      command: ['/bin/sh', programFile(program.file)],
      env: {
        ...fillEnvironment({ root, patience, firstPause, progressEvery, leastSpeed, slowFor }),
        ...(made === undefined ? {} : { MADE_LIST: programFile(madeListFile) }),
        ...tokenEnvironment(tokens),
        ...(proxy === undefined ? {} : proxyEnvironment(proxy)),
        ...(proxyLogin === undefined ? {} : { PROXY_LOGIN: proxyLogin }),
        ...(caFile === undefined ? {} : { CURL_CA_BUNDLE: caFile }),
      },
      files: {
        [program.file]: program.text,
        [weightsListFile]: originList(weights, source),
        ...(made === undefined ? {} : { ...made.files, [madeListFile]: made.list }),
      },
    };
  },
};

/**
 * The same, which then adds the manifests that are made for Ollama. A text of its own: with another one, every loader
 * of a running platform would run again.
 */
export const loaderWithManifests: Program<LoaderInputs> = {
  file: 'loader-manifests.sh',
  text: textWithManifests,
  run: loader.run,
};

/** The same with a second token and the login of a proxy; it adds manifests if there are some. */
export const loaderWithLogins: Program<LoaderInputs> = {
  file: 'loader-logins.sh',
  text: textWithLogins,
  run: loader.run,
};
