/** The configuration of a stack, typed: which cluster, and what may be deleted. Everything else is the overlay's business. */
import type { Config, Input } from '@pulumi/pulumi';

/** The repository that Flux follows, for an environment with `delivery: 'gitops'`. */
export interface RepositorySettings {
  readonly url: string;
  /** @default 'main' */
  readonly branch?: string;
  /** Secret with the credentials, in Flux's namespace. @default - a public repository */
  readonly secretName?: string;
}

export interface Settings {
  /** Path or contents of a kubeconfig. @default - $KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: Input<string>;
  /** Context of the kubeconfig. @default - its current one */
  readonly context?: string;
  /** Protected objects that may be deleted: `PersistentVolumeClaim/model-store/model-store`. @default [] */
  readonly allowDelete: readonly string[];
  /** Whether objects stay in the cluster when they leave the stack, since another delivery takes them over. @default false */
  readonly handOver: boolean;
  /** @default - the GitRepository that the cluster's bootstrap made */
  readonly repository?: RepositorySettings;
}

/** Reads what `pulumi config set` wrote. */
export const readSettings = (config: Config): Settings => ({
  kubeconfig: config.getSecret('kubeconfig'),
  context: config.get('context'),
  allowDelete: config.getObject<readonly string[]>('allowDelete') ?? [],
  handOver: config.getBoolean('handOver') ?? false,
  repository: config.getObject<RepositorySettings>('repository'),
});
