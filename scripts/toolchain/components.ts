/** Every real component that a test runs, by the name of its program, with the recipe that obtains it. */
import type { GoProgram, ModuleFiles, Recipe } from './recipe';

/** Without these, `/version` and `kubectl version` report a development build. */
function kubernetesVersion(version: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = version.replace(/^v/, '').split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitCommit: '', gitTreeState: 'archive' };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return Object.fromEntries(packages.flatMap((name) => Object.entries(values).map(([key, value]) => [`${name}.${key}`, value])));
}

const kubernetes = (program: string): GoProgram => ({
  from: 'go', family: 'kubernetes', module: 'k8s.io/kubernetes', package: `k8s.io/kubernetes/cmd/${program}`, variables: kubernetesVersion,
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

export const components = {
  etcd: { from: 'go', family: 'etcd', module: 'go.etcd.io/etcd/server/v3', package: 'go.etcd.io/etcd/server/v3' },
  kwok: { from: 'go', family: 'kwok', module: 'sigs.k8s.io/kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  'kwok-stages': kwokStages,
  kubectl: kubernetes('kubectl'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-apiserver': kubernetes('kube-apiserver'),
} as const satisfies Readonly<Record<string, Recipe>>;

export type ComponentName = keyof typeof components;

export const componentNames = Object.keys(components) as readonly ComponentName[];

export const isComponentName = (name: string): name is ComponentName => Object.hasOwn(components, name);
