/**
 * The images that Corral runs, each by tag and index digest; nothing else gets into a manifest unless an environment
 * adds it.
 */
import type { ImageCatalog } from './image';

const unconsidered = (...version: readonly number[]) => ({ version, because: 'no older version was considered' });

const llamaCppMinimum = {
  version: [10488],
  because:
    'the oldest build with the fixes of CVE-2026-21869 (out-of-bounds write by a request) and of the GGUF and tokenizer ' +
    'overflows up to August 2026',
};

/** Digests: of the multi-platform index, as the most independent public manifests pin it. */
export const images = {
  /** CPU and CUDA in one image; root by itself. Writes under HOME, which Corral sets. */
  ollama: {
    repository: 'docker.io/ollama/ollama',
    tag: '0.34.2',
    digest: 'sha256:da6e0dc5651df159e45686fd663c4dbe1624a52c44d7280eeac1551d8f865532',
    version: [0, 34, 2],
    minimum: {
      version: [0, 31, 2],
      because: 'CVE-2026-65315, unbounded allocation by GGUF metadata, is fixed in 0.31.2',
    },
    writes: ['/home/ollama', '/tmp'],
    proven: true,
  },
  /** llama-server for CPUs. */
  llamaServer: {
    repository: 'ghcr.io/ggml-org/llama.cpp',
    tag: 'server-b11382',
    digest: 'sha256:559ac229adefe0f7e2d4e32f5222f26927b6bb8ba44b9db08e2544afebf41984',
    version: [11382],
    minimum: llamaCppMinimum,
    writes: ['/tmp'],
    proven: true,
  },
  /** llama-server for NVIDIA GPUs: the same build. */
  llamaServerCuda: {
    repository: 'ghcr.io/ggml-org/llama.cpp',
    tag: 'server-cuda-b11382',
    digest: 'sha256:ef08b5a98b1170f2b62177be0a4027c88a84043c55afbf190dd18b9e7cdcfebf',
    version: [11382],
    minimum: llamaCppMinimum,
    writes: ['/tmp'],
    proven: false,
    untried: 'not tried on CUDA; `--device CUDA0` is what its source calls the first GPU of a container',
  },
  /** A shell with sha256sum and a curl that resumes: loader and stager. */
  curl: {
    repository: 'docker.io/curlimages/curl',
    tag: '8.21.0',
    digest: 'sha256:7c12af72ceb38b7432ab85e1a265cff6ae58e06f95539d539b654f2cfa64bb13',
    version: [8, 21, 0],
    minimum: {
      version: [8, 4, 0],
      because: 'CVE-2023-38545, a heap overflow through a SOCKS5 proxy, is fixed in 8.4.0',
    },
    writes: [],
    proven: false,
  },
  /** The weights server: uid 101, port 8080, serves ranges. */
  nginx: {
    repository: 'docker.io/nginxinc/nginx-unprivileged',
    tag: '1.31.6-alpine',
    digest: 'sha256:6a23acdfca2b9cfbcec61419e3f1426bcbedb91362f2f19306a8567423bb4612',
    version: [1, 31, 6],
    minimum: {
      version: [1, 29, 1],
      because: 'CVE-2025-53859, a read beyond a buffer of worker memory, is fixed in 1.29.1',
    },
    writes: ['/tmp'],
    proven: false,
  },
  busybox: {
    repository: 'docker.io/library/busybox',
    tag: '1.38.0',
    digest: 'sha256:dc2d74b28e4cf8984fa52af1f39bc7c3d9c73760b41a74d629f5d11b1ab28616',
    version: [1, 38, 0],
    minimum: unconsidered(1, 38, 0),
    writes: [],
    proven: false,
  },
  alpine: {
    repository: 'docker.io/library/alpine',
    tag: '3.24.1',
    digest: 'sha256:28bd5fe8b56d1bd048e5babf5b10710ebe0bae67db86916198a6eec434943f8b',
    version: [3, 24, 1],
    minimum: unconsidered(3, 24, 1),
    writes: [],
    proven: false,
  },
  kubectl: {
    repository: 'registry.k8s.io/kubectl',
    tag: 'v1.36.3',
    digest: 'sha256:6e4fce3c83651edb91b74bc67701c5cd263dd8aa3cd4254b1798d6425a5ab789',
    version: [1, 36, 3],
    minimum: {
      version: [1, 35, 0],
      because: 'kubectl is supported within one minor version of the API server, which is 1.36',
    },
    writes: [],
    proven: false,
  },
  devicePlugin: {
    repository: 'nvcr.io/nvidia/k8s-device-plugin',
    tag: 'v0.20.0',
    digest: 'sha256:a61ba9fd8efb82f3a79f877f7580e02c1e8e7593f62473644bc9c79e315c3312',
    version: [0, 20, 0],
    minimum: { version: [0, 15, 0], because: 'sharing by MPS came with 0.15.0' },
    writes: ['/var/lib/kubelet/device-plugins'],
    proven: false,
  },
  /** The tag names DCGM's version first, then the exporter's, which is the one compared. */
  dcgmExporter: {
    repository: 'nvcr.io/nvidia/k8s/dcgm-exporter',
    tag: '4.6.0-4.8.3-distroless',
    digest: 'sha256:613ab03c11d442fd960ff515f547e9921537454a712d08160bc8f677f89f1c35',
    version: [4, 8, 3],
    minimum: unconsidered(4, 8, 3),
    writes: [],
    proven: false,
  },
  valkey: {
    repository: 'docker.io/valkey/valkey',
    tag: '9.1.1-alpine',
    digest: 'sha256:ee91f7a174ac4d6a6b0685b3a60e321f0a9dbbb691f9b0e285be2ba1d1be8328',
    version: [9, 1, 1],
    minimum: { version: [8, 1, 4], because: 'CVE-2025-49844, code execution by a Lua script, is fixed in 8.1.4' },
    writes: ['/data'],
    proven: false,
  },
  postgres: {
    repository: 'docker.io/library/postgres',
    tag: '17.11-alpine',
    digest: 'sha256:18cfe3ef5e6815560c98237d6216d1e5119702fb0f3894c8785dd58b8bbe5d73',
    version: [17, 11],
    minimum: { version: [17, 7], because: 'CVE-2025-12818, an undersized allocation in libpq, is fixed in 17.7' },
    writes: ['/var/lib/postgresql/data', '/var/run/postgresql', '/tmp'],
    proven: false,
  },
  nextcloud: {
    repository: 'docker.io/library/nextcloud',
    tag: '34.0.3-apache',
    digest: 'sha256:365baea128b5e0f45a8dc5111c9234b926f1e6082b4c14d75ae650324ce5d65c',
    version: [34, 0, 3],
    minimum: unconsidered(34, 0, 3),
    writes: ['/var/www/html', '/var/run/apache2', '/var/lock/apache2', '/tmp'],
    proven: false,
  },
  prometheus: {
    repository: 'docker.io/prom/prometheus',
    tag: 'v3.13.1',
    digest: 'sha256:3c42b892cf723fa54d2f262c37a0e1f80aa8c8ddb1da7b9b0df9455a35a7f893',
    version: [3, 13, 1],
    minimum: { version: [3, 0, 0], because: 'rules and scrape settings are written for Prometheus 3' },
    writes: ['/prometheus'],
    proven: false,
  },
  grafana: {
    repository: 'docker.io/grafana/grafana',
    tag: '13.2.0',
    digest: 'sha256:3fd54ae1214669f8355f065ec9f6445d5279a3d77095ab048ca045685272429b',
    version: [13, 2, 0],
    minimum: { version: [12, 3, 0], because: 'CVE-2025-41115, impersonation through SCIM, is fixed in 12.3.0' },
    writes: ['/var/lib/grafana', '/var/log/grafana', '/tmp'],
    proven: false,
  },
  envoy: {
    repository: 'docker.io/envoyproxy/envoy',
    tag: 'v1.39.0',
    digest: 'sha256:d59f7f5fa10cff6d5892b6c5e7df5c9297ddfb2c3683e33fbfb82da24de4fa66',
    version: [1, 39, 0],
    minimum: unconsidered(1, 39, 0),
    writes: ['/tmp'],
    proven: false,
  },
  /** Base of Corral's own services: Node 24, no shell, uid 65532. Its tag moves, its digest does not. */
  nodejs: {
    repository: 'gcr.io/distroless/nodejs24-debian13',
    tag: 'nonroot',
    digest: 'sha256:9eeb7f5887d0e239e78264b06f7f11d2e14be534050481803a9e4728fcdd278e',
    version: [24],
    minimum: { version: [24], because: 'the services are written for Node 24' },
    writes: [],
    proven: false,
  },
  /** Base of the text classifier. Its tag moves, its digest does not. */
  python: {
    repository: 'docker.io/library/python',
    tag: '3.13-slim',
    digest: 'sha256:8d9d0b8bcf6506481eae4907c18f5e3e7902e629f5f6d684f9e7c32e85e3ddf0',
    version: [3, 13],
    minimum: unconsidered(3, 13),
    writes: [],
    proven: false,
  },
} as const satisfies ImageCatalog;
