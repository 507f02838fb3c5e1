/**
 * The images that Corral runs, each by tag and index digest; nothing else gets into a manifest unless an environment
 * adds it.
 */
import type { ImageCatalog } from './image';
import pinned from './versions.json';

const unconsidered = (...version: readonly number[]) => ({ version, because: 'no older version was considered' });

/** Built for both kinds of processors, as a source says. */
const both = (architecturesFrom: string) => ({ architectures: ['amd64', 'arm64'], architecturesFrom }) as const;
const official = both('docker-library/official-images library/, an older tag');
const llamaCppDocs = both('ggml-org/llama.cpp docs/docker.md');

const llamaCppMinimum = {
  version: [10488],
  because:
    'the oldest build with the fixes of CVE-2026-21869 (out-of-bounds write by a request) and of the GGUF and tokenizer ' +
    'overflows up to August 2026',
};

const ollamaMinimum = {
  version: [0, 31, 2],
  because: 'CVE-2026-65315, unbounded allocation by GGUF metadata, is fixed in 0.31.2',
};

/** Where public manifests pin one platform. */
const notAnIndex = 'the digest was not shown to be that of an index, since there is one platform';

/**
 * What people state of each image. Its repository, tag, digest and version are in `versions.json`, the file that a bot
 * or `npm run bump` edits. Digests are of the multi-platform index, as the most independent public manifests pin it.
 */
export const images = {
  /** CPU and CUDA in one image; root by itself. Writes under HOME, which Corral sets. */
  ollama: {
    ...pinned.ollama,
    ...both('docs/docker.mdx and release.yaml of ollama/ollama'),
    minimum: ollamaMinimum,
    writes: ['/home/ollama', '/tmp'],
    proven: true,
  },
  /** llama-server for CPUs. */
  llamaServer: {
    ...pinned.llamaServer,
    ...llamaCppDocs,
    minimum: llamaCppMinimum,
    writes: ['/tmp'],
    proven: true,
  },
  /** llama-server for NVIDIA GPUs: the same build. */
  llamaServerCuda: {
    ...pinned.llamaServerCuda,
    ...llamaCppDocs,
    minimum: llamaCppMinimum,
    writes: ['/tmp'],
    proven: false,
    untried: 'not tried on CUDA; `--device CUDA0` is what its source calls the first GPU of a container',
  },
  /** llama-server for GPUs of AMD: the same build. */
  llamaServerRocm: {
    ...pinned.llamaServerRocm,
    minimum: llamaCppMinimum,
    writes: ['/tmp'],
    proven: false,
    untried: `not tried on ROCm; for amd64 only; ${notAnIndex}; 7 to 23 GB on the disk of the node`,
  },
  /** llama-server for GPUs by Vulkan: the same build. */
  llamaServerVulkan: {
    ...pinned.llamaServerVulkan,
    minimum: llamaCppMinimum,
    writes: ['/tmp'],
    proven: false,
    untried: 'not tried on a GPU; `--device Vulkan0` is what its source calls the first one',
  },
  /** Ollama for GPUs of AMD. */
  ollamaRocm: {
    ...pinned.ollamaRocm,
    minimum: ollamaMinimum,
    writes: ['/home/ollama', '/tmp'],
    proven: false,
    untried:
      `not tried; for amd64 only; ${notAnIndex}; newer than the version that flags, routes and memory were read from, ` +
      'of which no such digest was found',
  },
  /** A shell with sha256sum and a curl that resumes: loader and stager. */
  curl: {
    ...pinned.curl,
    ...both('curl/curl-container create_multi.sh'),
    minimum: {
      version: [8, 4, 0],
      because: 'CVE-2023-38545, a heap overflow through a SOCKS5 proxy, is fixed in 8.4.0',
    },
    writes: [],
    proven: false,
  },
  /** The weights server: uid 101, port 8080, serves ranges. */
  nginx: {
    ...pinned.nginx,
    ...both('nginx/docker-nginx-unprivileged .github/workflows/alpine-mainline.yml'),
    minimum: {
      version: [1, 29, 1],
      because: 'CVE-2025-53859, a read beyond a buffer of worker memory, is fixed in 1.29.1',
    },
    writes: ['/tmp'],
    proven: false,
  },
  busybox: {
    ...pinned.busybox,
    ...official,
    minimum: unconsidered(1, 38, 0),
    writes: [],
    proven: false,
  },
  alpine: {
    ...pinned.alpine,
    minimum: unconsidered(3, 24, 1),
    writes: [],
    proven: false,
  },
  kubectl: {
    ...pinned.kubectl,
    minimum: {
      version: [1, 35, 0],
      because: 'kubectl is supported within one minor version of the API server, which is 1.36',
    },
    writes: [],
    proven: false,
  },
  devicePlugin: {
    ...pinned.devicePlugin,
    minimum: { version: [0, 15, 0], because: 'sharing by MPS came with 0.15.0' },
    writes: ['/var/lib/kubelet/device-plugins'],
    proven: false,
  },
  /** The tag names DCGM's version first, then the exporter's, which is the one compared. */
  dcgmExporter: {
    ...pinned.dcgmExporter,
    minimum: unconsidered(4, 8, 3),
    writes: [],
    proven: false,
  },
  valkey: {
    ...pinned.valkey,
    minimum: { version: [8, 1, 4], because: 'CVE-2025-49844, code execution by a Lua script, is fixed in 8.1.4' },
    writes: ['/data'],
    proven: false,
  },
  postgres: {
    ...pinned.postgres,
    ...official,
    minimum: { version: [17, 7], because: 'CVE-2025-12818, an undersized allocation in libpq, is fixed in 17.7' },
    writes: ['/var/lib/postgresql/data', '/var/run/postgresql', '/tmp'],
    proven: false,
  },
  /** Metrics of a PostgreSQL: its digest is the one that public repositories agree on. */
  postgresExporter: {
    ...pinned.postgresExporter,
    ...both('prometheus-community/postgres_exporter Makefile'),
    minimum: unconsidered(0, 19, 1),
    writes: [],
    proven: false,
  },
  nextcloud: {
    ...pinned.nextcloud,
    ...official,
    minimum: unconsidered(34, 0, 3),
    writes: ['/var/www/html', '/var/run/apache2', '/var/lock/apache2', '/tmp'],
    proven: false,
  },
  /** Backups: restic and a shell with sha256sum and flock. */
  restic: {
    ...pinned.restic,
    ...both('restic/restic .github/workflows/docker.yml'),
    minimum: {
      version: [0, 17, 0],
      because: 'from 0.17.0 a wrong password and a missing repository have exit codes of their own',
    },
    writes: ['/tmp'],
    proven: true,
  },
  prometheus: {
    ...pinned.prometheus,
    minimum: { version: [3, 0, 0], because: 'rules and scrape settings are written for Prometheus 3' },
    writes: ['/prometheus'],
    proven: false,
  },
  grafana: {
    ...pinned.grafana,
    minimum: { version: [12, 3, 0], because: 'CVE-2025-41115, impersonation through SCIM, is fixed in 12.3.0' },
    writes: ['/var/lib/grafana', '/var/log/grafana', '/tmp'],
    proven: false,
  },
  envoy: {
    ...pinned.envoy,
    ...both('envoyproxy/envoy docs/root/start/install.rst'),
    minimum: {
      version: [1, 39, 3],
      because:
        'the fixes of June 2026, among them CVE-2026-47205 (a crash in ext_authz) and CVE-2026-47778 (a truncated SAN), ' +
        'are in it',
    },
    writes: ['/tmp'],
    proven: true,
  },
  /** Base of Corral's own services: Node 24, no shell, uid 65532. Its tag moves, its digest does not. */
  nodejs: {
    ...pinned.nodejs,
    ...both('api-evangelist/distroless apis.yml'),
    minimum: { version: [24], because: 'the services are written for Node 24' },
    writes: [],
    proven: false,
  },
  /** Base of the text classifier. Its tag moves, its digest does not. */
  python: {
    ...pinned.python,
    minimum: unconsidered(3, 13),
    writes: [],
    proven: false,
  },
} as const satisfies ImageCatalog;
