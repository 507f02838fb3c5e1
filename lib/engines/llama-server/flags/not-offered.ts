/** Flags of llama-server that no environment can set, with the reason and what to do instead. */

/** Why a flag is not offered, and what to do instead. */
export interface NotOffered {
  readonly because: string;
  readonly instead: string;
}

const leaveOut = 'leave it out';

/** Flags of one reason. */
const groups: readonly (NotOffered & { readonly flags: readonly string[] })[] = [
  {
    flags: ['--grammar', '--grammar-file', '--json-schema', '--json-schema-file'],
    because: 'it would bind every answer of the server to one form',
    instead: 'send response_format, json_schema or grammar with the request',
  },
  {
    flags: ['--lora-init-without-apply'],
    because: 'requests of this build get the adapters with it as without it',
    instead: 'scale 0 of settings.adapters: a request then names the adapters that it wants',
  },
  {
    flags: ['--control-vector', '--control-vector-scaled', '--control-vector-layer-range'],
    because: 'its file is neither in the store nor in the memory that is planned',
    instead: leaveOut,
  },
  {
    flags: ['--context-shift'],
    because: 'it drops the start of a conversation without a word',
    instead: 'a longer settings.contextLength, or shorter requests',
  },
  {
    flags: ['--override-tensor', '--main-gpu', '--fit', '--fit-target', '--fit-ctx', '--n-cpu-ffn'],
    because: 'memory is planned for whole layers',
    instead: 'settings.gpuLayers, settings.expertLayersOnHost or settings.tensorSplit',
  },
  {
    flags: ['--kv-offload', '--op-offload', '--no-host', '--lazy-mode'],
    because: 'memory is planned for the way in which the engine uses its GPUs by default',
    instead: 'settings.gpuLayers or settings.loadMode',
  },
  {
    flags: [
      '--spec-draft-ngl',
      '--spec-draft-device',
      '--spec-draft-type-k',
      '--spec-draft-type-v',
      '--spec-draft-cpu-moe',
      '--spec-draft-n-cpu-moe',
      '--spec-draft-override-tensor',
    ],
    because: 'a draft model is planned whole on the GPUs of its pod, or on its CPUs',
    instead: leaveOut,
  },
  {
    flags: ['--mmproj-auto', '--mmproj-offload', '--mmproj-device', '--mtmd-batch-max-tokens', '--image-min-tokens'],
    because: 'images are planned for a projector on the first GPU, or on the CPUs, and for the largest image',
    instead: 'settings.imageMaxTokens',
  },
  {
    flags: ['--video-fps', '--video-timestamp-interval', '--video-ffmpeg-dir'],
    because: 'the memory of a video is not planned, and the image has no ffmpeg',
    instead: 'send single images',
  },
  {
    flags: [
      '--spec-default',
      '--spec-synth-len',
      '--spec-synth-rates',
      '--spec-ngram-mod-n-min',
      '--spec-ngram-mod-n-max',
      '--spec-ngram-mod-n-match',
      '--spec-ngram-simple-size-n',
      '--spec-ngram-simple-size-m',
      '--spec-ngram-simple-min-hits',
      '--spec-ngram-map-k-size-n',
      '--spec-ngram-map-k-size-m',
      '--spec-ngram-map-k-min-hits',
      '--spec-ngram-map-k4v-size-n',
      '--spec-ngram-map-k4v-size-m',
      '--spec-ngram-map-k4v-min-hits',
      '--lookup-cache-static',
      '--lookup-cache-dynamic',
      '--backend-sampling',
      '--spec-draft-backend-sampling',
    ],
    because: 'memory is planned for guesses of a draft model, and for sampling on the CPU',
    instead: 'draft.weights',
  },
  {
    flags: ['--draft', '--draft-min', '--spec-ngram-size-n', '--spec-ngram-size-m', '--spec-ngram-min-hits'],
    because: 'the build has removed it',
    instead: 'draft.tokens',
  },
  {
    flags: ['--defrag-thold'],
    because: 'it has no effect in this build',
    instead: leaveOut,
  },
  {
    flags: ['--override-kv'],
    because: 'the plan reads the facts of the file, which this would change in the engine alone',
    instead: 'lock a file with the right header',
  },
  {
    flags: ['--check-tensors'],
    because: 'each file is compared with its SHA-256 before a server reads it',
    instead: leaveOut,
  },
  {
    flags: ['--kv-unified-per-slot'],
    because: 'each slot is promised the whole contextLength',
    instead: 'settings.contextLength',
  },
  {
    flags: ['--host', '--port', '--reuse-port', '--api-prefix', '--ssl-key-file', '--ssl-cert-file'],
    because: 'probes, policies and Services are drawn for the one address and port',
    instead: leaveOut,
  },
  {
    flags: ['--cors-origins', '--cors-methods', '--cors-headers', '--cors-credentials'],
    because: 'no browser reaches an engine: network policies admit only the gateway and cluster.requestsFrom',
    instead: 'allow origins at the gateway',
  },
  {
    flags: ['--timeout'],
    because: 'a long prompt is silent until its first token: 1 hour is set for every server',
    instead: 'limit the time at the gateway',
  },
  {
    flags: ['--sse-ping-interval'],
    because: 'a silent stream sees only at a ping that the server is to end: 5 seconds are set for every server',
    instead: leaveOut,
  },
  {
    flags: ['--metrics', '--offline', '--cont-batching', '--cache-idle-slots', '--threads-http'],
    because: 'it is set for every server, and plan, drain and autoscaler rely on it',
    instead: leaveOut,
  },
  {
    flags: [
      '--numa',
      '--prio',
      '--prio-batch',
      '--cpu-mask',
      '--cpu-range',
      '--cpu-strict',
      '--cpu-mask-batch',
      '--cpu-range-batch',
      '--cpu-strict-batch',
      '--poll-batch',
      '--spec-draft-threads',
      '--spec-draft-threads-batch',
      '--spec-draft-cpu-mask',
      '--spec-draft-cpu-mask-batch',
      '--spec-draft-cpu-range',
      '--spec-draft-cpu-strict',
      '--spec-draft-cpu-strict-batch',
      '--spec-draft-prio',
      '--spec-draft-prio-batch',
      '--spec-draft-poll',
      '--spec-draft-poll-batch',
    ],
    because: 'the cores of a pod are given by Kubernetes',
    instead: 'cpu',
  },
  {
    flags: ['--help', '--version', '--cache-list', '--completion-bash', '--list-devices'],
    because: 'the server would print something and end',
    instead: leaveOut,
  },
  {
    flags: ['--log-file', '--log-disable', '--log-colors', '--perf'],
    because: 'the log of a server is the output of its container, in lines that other programs read',
    instead: "flags '--log-jsonl', '--log-prefix' or '--log-timestamps'",
  },
  {
    flags: ['--verbosity'],
    because: 'higher levels write prompts into the log',
    instead: leaveOut,
  },
  {
    flags: ['--reverse-prompt'],
    because: 'it would end every answer of the server at one text',
    instead: 'send stop with the request',
  },
  {
    flags: ['--ignore-eos'],
    because: 'every answer would go on up to its limit',
    instead: 'send ignore_eos with the request',
  },
  {
    flags: ['--escape'],
    because: 'it changes prompts of a command line, and a server has none',
    instead: leaveOut,
  },
  {
    flags: ['--spm-infill'],
    because: 'it changes prompts of /infill, which is closed to clients',
    instead: 'send the tokens of the model in a prompt of /v1/completions',
  },
];

/** By flag. A test holds that each flag of the pinned build is offered, stands behind a field, or is in such a list. */
export const notOffered: Readonly<Record<string, NotOffered>> = Object.fromEntries(
  groups.flatMap(({ flags, because, instead }) => flags.map((flag) => [flag, { because, instead }])),
);

/** Of a flag that a new build brings. */
export const notJudged: NotOffered = { because: 'what it changes is not known yet', instead: leaveOut };
