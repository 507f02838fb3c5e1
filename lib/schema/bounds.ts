/**
 * The lowest and the highest value of every number of an environment, and the greatest length of its texts and lists,
 * each with its reason. A highest value excludes nothing that exists: it keeps mistakes, wrong units above all, from
 * becoming a plan. The page `docs/reference/environment.md` is generated from this table.
 */
import { days, hours, kib, mib, seconds, tib } from '../core';

/** Bounds of a number, both allowed. */
export interface Bound {
  readonly least: number;
  readonly most: number;
  /** `nodes`, `bytes`, `seconds`; what one of it is. */
  readonly unit: string;
  /** Why nothing below or above is allowed. */
  readonly because: string;
}

const from = (least: number, most: number, unit: string, because: string): Bound => ({ least, most, unit, because });

/** Numbers of a cluster and its pools. */
const hardware = {
  nodes: from(1, 10_000, 'nodes', 'twice the 5000 nodes that Kubernetes supports in one cluster'),
  gpusPerNode: from(1, 64, 'GPUs', 'four times the largest servers, which have 16'),
  sharesPerGpu: from(
    2,
    256,
    'pods per GPU',
    'one share is the whole GPU; a kubelet runs 110 pods unless configured otherwise',
  ),
  cores: from(
    0.001,
    8192,
    'cores',
    'a thousandth is the least that Kubernetes counts; Linux is built for at most 8192',
  ),
  daemonCores: from(0, 8192, 'cores', 'DaemonSets may use nothing'),
  memory: from(mib(1), tib(64), 'bytes', 'eight times the largest GPU servers, which have 8 TiB'),
  disk: from(mib(1), tib(1024), 'bytes', 'ten times the largest storage servers'),
  bandwidth: from(kib(64), tib(16), 'bytes per second', 'slower than any disk or link in use; no memory is faster'),
  volumesPerDisk: from(1, 100, 'volumes', 'a kubelet runs 110 pods unless configured otherwise'),
  dollarsPerHour: from(0.0001, 100_000, 'USD per hour', 'a thousand times the most expensive machine of a cloud'),
  podsPerNode: from(1, 10_000, 'pods', 'ten times what the largest nodes are configured for'),
  millicores: from(1, 8_192_000, 'millicores', 'Linux is built for at most 8192 cores'),
  memoryMib: from(1, 67_108_864, 'MiB', '64 TiB, eight times the largest GPU servers'),
  localNvmeGb: from(0, 1_000_000, 'GB', 'ten times the largest storage servers'),
  networkMbps: from(1, 100_000_000, 'Mbit/s', 'thirty times the fastest machines of a cloud'),
  gpuMemoryMib: from(1, 1_048_576, 'MiB', '1 TiB, three times the largest GPUs'),
  gpuBandwidth: from(1, 100_000, 'GB/s', 'ten times the fastest GPUs'),
  slicesPerNode: from(1, 512, 'slices', 'a node has at most 16 GPUs, and each is cut into at most 7'),
  groupId: from(0, 2 ** 31 - 1, 'numbers of a group', 'what a node can have'),
  migSlices: from(1, 64, 'slices', 'a GPU is cut into at most 7'),
  storeCapacity: from(
    mib(1),
    tib(4096),
    'bytes',
    'a thousand times all published models of one size; more is no exact number of bytes',
  ),
  port: from(1, 65_535, 'TCP port', 'all that exist'),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of workloads and of engines. */
const serving = {
  gpusPerPod: from(0, 64, 'GPUs', 'no more than a node has'),
  replicas: from(1, 10_000, 'pods', 'one pod on each of the most nodes'),
  tokensPerSecond: from(
    0.01,
    1_000_000,
    'tokens per second',
    'one token in 100 s is slower than a CPU; no engine is faster',
  ),
  podMemory: from(mib(1), tib(64), 'bytes', 'no more than a node has'),
  volumeSize: from(mib(1), tib(1024), 'bytes', 'no more than a disk has'),
  context: from(1, 16_777_216, 'tokens', 'the longest context of a published model is 10 485 760'),
  /** The check of llama-server itself refuses more than 256 (`LLAMA_MAX_SEQ`), and says so. */
  parallel: from(1, 1024, 'slots', 'four times what llama.cpp is built for'),
  slots: from(1, 256, 'slots', 'llama.cpp is built for at most 256 sequences'),
  batch: from(1, 1_048_576, 'tokens', 'five hundred times the default of 2048'),
  layersOnGpu: from(0, 513, 'layers', 'llama.cpp is built for at most 512 layers, and the output is one more'),
  layersOnHost: from(0, 512, 'layers', 'llama.cpp is built for at most 512 layers'),
  part: from(0.000_001, 1_000_000, 'parts', 'parts are relative to each other'),
  hostBytes: from(0, tib(64), 'bytes', '0 turns it off; no more than a node has'),
  checkpoints: from(0, 1024, 'checkpoints', 'thirty times the default of 32'),
  imageTokens: from(0, 1_048_576, 'tokens', 'the largest published projector makes 16 384 of one image'),
  draftTokens: from(1, 256, 'tokens', 'longer guesses are rarely right'),
  keepAlive: from(seconds(1), days(365), 'seconds', "Ollama counts whole seconds; longer is 'forever'"),
  loadTimeout: from(seconds(1), days(7), 'seconds', 'no model loads for a week'),
  toleration: from(seconds(1), days(7), 'seconds', 'a pod that may stay longer tolerates the taint for good'),
  interval: from(seconds(1), hours(24), 'seconds', 'a change should arrive the same day'),
  loadedModels: from(1, 1000, 'models', 'ten times what one server was seen to hold'),
  queue: from(1, 1_000_000, 'requests', 'two thousand times the default of 512'),
  /** PriorityClasses of users end at one billion, where the system's own begin. */
  priority: from(-2_147_483_648, 1_000_000_000, 'priority', "int32; above one billion are the system's own classes"),
  parameter: from(-2_147_483_648, 4_294_967_295, 'number', 'Ollama reads parameters into 32 bits'),
  adapterScale: from(0, 100, 'factor', '0 leaves it to requests; a published adapter has a scale near 1'),
  flag: from(-2_147_483_648, 4_294_967_295, 'number', 'engines read flags into 32 bits'),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of a gateway. */
const gateway = {
  nodePort: from(30_000, 32_767, 'TCP port', 'the range that Kubernetes gives to NodePort Services by default'),
  trustedHops: from(0, 10, 'proxies', 'no request passes more'),
  gatewayPods: from(1, 6, 'pods', 'limits are shared by up to six pods; one pod carries thousands of streams'),
  trackWeight: from(0, 1000, 'parts', 'parts are relative to each other'),
  requestsPerMinute: from(1, 1_000_000, 'requests per minute', 'more than all pods of a gateway can check'),
  concurrent: from(1, 100_000, 'requests at the same time', 'more than all pods of a gateway can hold'),
  tokensPerDay: from(1, 1_000_000_000_000, 'tokens per day', 'ten million each second'),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of monitoring. */
const monitoring = {
  scrapeInterval: from(
    seconds(5),
    seconds(60),
    'seconds',
    'the shortest window of an alert, five minutes, has five scrapes',
  ),
  objective: from(0.5, 0.99999, 'part of the requests', 'one in two is no promise; nothing keeps more than five nines'),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of a backup. */
const backup = {
  percent: from(1, 100, 'percent', 'a check that reads nothing finds nothing'),
  restored: from(mib(1), tib(64), 'bytes', 'no more than the largest stores hold'),
  copies: from(1, 1000, 'copies', 'one of each day for nearly three years'),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of a database. */
const database = {
  sessions: from(10, 10_000, 'sessions', 'each is a process; more need a pooler in front'),
  databaseVolume: from(
    mib(1024),
    tib(1024),
    'bytes',
    'the write-ahead log alone may have 1 GiB; no more than a disk has',
  ),
  databaseMemory: from(mib(256), tib(64), 'bytes', 'buffers and sessions need as much; no more than a node has'),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of a cache. */
const cache = {
  cacheMemory: from(mib(64), tib(64), 'bytes', 'a value may take a tenth of it; no more than a node has'),
  snapshotInterval: from(
    seconds(60),
    seconds(86_400),
    'seconds',
    'a snapshot copies all values; after a day much is lost',
  ),
} as const satisfies Readonly<Record<string, Bound>>;

/** Numbers of a model in the catalogue, as its file states them. */
const model = {
  layers: from(1, 512, 'layers', 'llama.cpp is built for at most 512 layers (LLAMA_MAX_LAYERS)'),
  trainedContext: from(1, 1_073_741_824, 'tokens', 'a hundred times the longest published context'),
  ropeScaling: from(0.001, 1000, 'factor', 'twenty times the largest published factor'),
  width: from(1, 16_777_216, 'elements', 'sixty times the widest published tensor'),
  parts: from(1, 1_048_576, 'number', 'two thousand times what a published model has'),
  fileBytes: from(1, 2 ** 44, 'bytes', '16 TiB, forty times the largest published model'),
  measuredMib: from(1, 1_048_576, 'MiB', '1 TiB, three times the largest GPUs'),
  image: from(1, 65_536, 'pixels', 'ten times the largest published projector'),
} as const satisfies Readonly<Record<string, Bound>>;

export const bounds = {
  ...hardware,
  ...serving,
  ...gateway,
  ...monitoring,
  ...backup,
  ...database,
  ...cache,
  ...model,
};

/** The same, and nothing at all. */
export const orNone = (bound: Bound): Bound => ({ ...bound, least: 0 });

/** Greatest number of entries. */
export const longestLists = {
  nodePools: 200,
  models: 5000,
  ollama: 1000,
  clients: 1000,
  tracks: 8,
  windows: 32,
  aliases: 32,
  modelsOfClient: 5000,
  peers: 32,
  sourceRanges: 100,
  backupSources: 64,
  databases: 32,
  caches: 32,
  cacheUsers: 64,
  prefixes: 32,
  catalogModels: 10_000,
  catalogGpus: 1000,
  catalogInstances: 5000,
  gpuLabels: 16,
  deviceGroups: 8,
  storageTiers: 64,
  labels: 32,
  annotations: 64,
  variables: 100,
  volumes: 32,
  pullSecrets: 16,
  imageMirrors: 64,
  taints: 50,
  nodeNames: bounds.nodes.most,
  disks: 32,
  poolsOfWorkload: 64,
  gpusOfPod: bounds.gpusPerPod.most,
  modelsOfServer: 256,
  parameters: 100,
  stops: 100,
  ordinals: 1000,
  flags: 100,
  addresses: 16,
  endpoints: 100,
  mountOptions: 32,
  existingObjects: 20,
  resources: 100,
  prerequisites: 1000,
  exemptions: 1000,
  amendments: 1000,
  operations: 1000,
  migProfiles: 100,
  files: 1000,
  adapters: 32,
  layers: bounds.layers.most,
  ociLayers: 1000,
} as const;

/** PersistentVolumes that the disks of one pool may be cut into. */
export const mostStaticVolumes = 10_000;

/** Greatest number of characters. */
export const longestTexts = {
  /** Keys of workloads, tiers, models and machines; the path of an error and file names hold them. */
  key: 200,
  label: 63,
  quantity: 40,
  dnsName: 253,
  /** A reason, a source: one paragraph. */
  words: 2000,
  path: 1024,
  address: 2048,
  flag: 65_536,
  annotation: 65_536,
  /** All of them together fit a ConfigMap, which holds 1 MiB. */
  prompt: 65_536,
  mountOption: 128,
  image: 512,
  /** With the name of an image behind it, which together has at most 255 characters. */
  registry: 200,
} as const;

/** Of any value: what is larger is no environment, and is not read on. */
export const largestInput = { entries: 10_000, values: 2_000_000, depth: 64, characters: 1_048_576 } as const;
