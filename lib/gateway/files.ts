/**
 * The files that the policy of a gateway reads, each in a ConfigMap or a Secret with a fixed name, mounted as a folder:
 * a change reaches running pods, and replaces none.
 */

/**
 * What may be asked for, by its public names: a name is a key, or an alias of one. Its files are `models-0.json` to
 * `models-7.json`, which the policy reads as one.
 */
export interface GatewayModelsFile {
  readonly models: Readonly<Record<string, GatewayModel>>;
  /** Where requests go, by the name of the Envoy cluster. */
  readonly clusters: Readonly<Record<string, GatewayCluster>>;
}

/** What of an API a model answers. */
export const gatewayApis = ['chat', 'completions', 'embeddings', 'responses', 'rerank', 'messages', 'ollama'] as const;
/**
 * `chat`, `completions`, `embeddings`, `responses`: OpenAI's. `rerank`: `/v1/rerank`. `messages`: Anthropic's
 * `/v1/messages`. `ollama`: Ollama's own `/api/chat`, `/api/generate`, `/api/embed`.
 */
export type GatewayApi = (typeof gatewayApis)[number];

export interface GatewayModel {
  /** Further public names. */
  readonly aliases: readonly string[];
  readonly engine: 'llama-server' | 'ollama';
  readonly apis: readonly GatewayApi[];
  /** Longest prompt plus completion of one request, in tokens. */
  readonly contextLength: number;
  /** Longest answer, in tokens: what a request is charged until the engine reports. */
  readonly maxOutputLength: number;
  /** Whether it takes images. */
  readonly images: boolean;
  /** Longest body, in bytes. */
  readonly maxBody: number;
  /** Seconds that a pod needs to load it, by the plan: `retry-after` while no pod is ready. */
  readonly loadSeconds: number;
  /**
   * Seconds that Ollama keeps it loaded after a request; a request may ask for less. Only of Ollama.
   * @default - it stays loaded
   */
  readonly keepAlive?: number;
  /** What Ollama's clients are shown of it. Only of Ollama. */
  readonly facts?: GatewayModelFacts;
  /** Its tracks by name, at least one: the cluster of each. */
  readonly tracks: Readonly<Record<string, { readonly cluster: string }>>;
}

/** What the catalogue knows of a model, for those who list models. */
export interface GatewayModelFacts {
  /** `general.architecture` of its file. */
  readonly architecture: string;
  /** Type of its weights: `Q4_K_M`. */
  readonly quantisation: string;
  /** Size of its files. */
  readonly bytes: number;
  /** Length of an embedding. */
  readonly embeddingLength: number;
}

/** The pods behind one Service, as Envoy finds them. */
export interface GatewayCluster {
  /** Name of the Service with a final dot: `qwen.llm-serving.svc.cluster.local.` */
  readonly host: string;
  readonly port: number;
  /** Route that answers 200 when the engine can be used: `/health`. */
  readonly healthPath: string;
  /** `session`: requests of one session go to the same pod. */
  readonly affinity: 'least-requests' | 'session';
  /** Most requests at the same time. */
  readonly maxRequests: number;
  /** Most requests that wait for a connection. */
  readonly maxPending: number;
}

/** `weights.json`: share of the requests of each track, by model and track. */
export type GatewayWeightsFile = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** `clients.json`: who may ask, by name. */
export type GatewayClientsFile = Readonly<Record<string, GatewayClient>>;

export interface GatewayClient {
  /** Public names of models, or `all`. */
  readonly models: readonly string[] | 'all';
  /** @default - no limit */
  readonly requestsPerMinute?: number;
  /** Requests at the same time. @default - no limit */
  readonly concurrent?: number;
  /** Prompt and answer tokens of a day in UTC. @default - no limit */
  readonly tokensPerDay?: number;
  /** Name of the tenant that it belongs to, in metrics. */
  readonly tenant?: string;
}

/**
 * One key: the file `ID` of the Secret `gateway-keys`, and of the optional ConfigMap `gateway-issued-keys`. A key reads
 * `corral_ID_SECRET`.
 */
export interface GatewayKey {
  readonly client: string;
  /** SHA-256 of the whole key, in hexadecimal. */
  readonly sha256: string;
  /** ISO 8601. @default - it never expires */
  readonly expires?: string;
  /** Public names of models: fewer than those of its client. @default - those of its client */
  readonly models?: readonly string[];
}

/** `settings.json`: how the policy runs. Beside Envoy's own configuration: a change replaces pods. */
export interface GatewaySettings {
  readonly ports: GatewayPorts;
  readonly files: GatewayPaths;
  /** Name of the headless Service of the gateway's pods, with a final dot. */
  readonly peers: string;
  /** Proxies in front of the gateway whose `x-forwarded-for` counts. */
  readonly trustedHops: number;
  /** What Ollama's clients get as its version, to learn what it can do: that of the catalogue's image. */
  readonly ollamaVersion: string;
  /** Path of the file with the key of the engines, first line; absent where engines have none. */
  readonly engineKeyFile?: string;
}

export interface GatewayPorts {
  /** Clients connect here. */
  readonly http: number;
  /** Envoy's readiness and metrics, and the policy's metrics. */
  readonly metrics: number;
  /** The policy's probes, and the counts that pods of the gateway exchange. */
  readonly policy: number;
  /** The policy's checks, on loopback. */
  readonly checks: number;
  /** Envoy's administration, on loopback. */
  readonly admin: number;
}

export const gatewayPorts: GatewayPorts = { http: 8080, metrics: 9090, policy: 9002, checks: 9001, admin: 9901 };

export interface GatewayPaths {
  /** Folder with the files of models. */
  readonly models: string;
  /** Folder with `clients.json`. */
  readonly clients: string;
  /** Folder with `weights.json`. */
  readonly weights: string;
  /** Folder with one file for each key. */
  readonly keys: string;
  /** The same of keys that a control plane issues; it may be missing. */
  readonly issuedKeys: string;
  /** Folder in which the policy writes `clusters.json`, Envoy's clusters, by rename. */
  readonly clusters: string;
  /** Folder in which Envoy writes `access.log`, a line of JSON for each finished request. */
  readonly access: string;
}

export const gatewayPaths: GatewayPaths = {
  models: '/etc/gateway/models',
  clients: '/etc/gateway/clients',
  weights: '/etc/gateway/weights',
  keys: '/etc/gateway/keys',
  issuedKeys: '/etc/gateway/issued-keys',
  clusters: '/run/corral/clusters',
  access: '/run/corral/access',
};

/** Beside `/etc/corral`, which is mounted read-only as a whole: nothing can be mounted below it. */
export const gatewayFolders = {
  /** `envoy.json` and `settings.json`. */
  config: '/etc/gateway/config',
  /** `tls.crt` and `tls.key`, where the gateway ends TLS. */
  tls: '/etc/gateway/tls',
  /** The key that engines ask for. */
  engineKey: '/etc/gateway/engine-key',
} as const;

/** A line of `access.log`: one finished request that the policy admitted. What Envoy does not know is null. */
export interface GatewayAccessLine {
  readonly admission: string;
  readonly client: string;
  readonly key: string;
  readonly model: string;
  readonly cluster: string;
  readonly path: string;
  /** Status; 0 where the client went before an answer began. */
  readonly code: number;
  /** Milliseconds from the first byte of the request to the last of the answer. */
  readonly duration: number | null;
  /** Milliseconds from the last byte of the request to the first of the answer. */
  readonly firstByte: number | null;
  /** `content-type` of the answer: `text/event-stream` and `application/x-ndjson` are streams. */
  readonly type: string | null;
  /** Tokens of the prompt and of the answer, as the engine reports them. */
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  /** Envoy's flags: `UH` no healthy host, `DC` the client is gone, `-` none. */
  readonly flags: string | null;
}
