/** What a user adds to pods and objects beside what Corral writes. Nothing of it replaces what Corral writes. */
import type { ToleratedTaint } from '../core';

/** Whether an autoscaler of nodes may evict a pod in order to remove its node. */
export type NodeRemoval = 'allowed' | 'prevented';

/** The value of a variable: a text, or a key of a Secret or a ConfigMap of the pod's namespace. */
export type VariableValue =
  | string
  | { /** Secret that holds the value. */ readonly secret: string; /** Key that has the value. */ readonly key: string }
  | {
      /** ConfigMap that holds the value. */ readonly configMap: string;
      /** Key that has the value. */ readonly key: string;
    };

/** What a folder of the engine's container shows, read-only: a claim, a ConfigMap or a Secret of the pod's namespace. */
export type FolderSource =
  | { /** PersistentVolumeClaim that the folder shows. */ readonly claim: string }
  | { /** ConfigMap whose keys are the files of the folder. */ readonly configMap: string }
  | { /** Secret whose keys are the files of the folder. */ readonly secret: string };

/** What is added to pods, whatever pool they run on. */
export interface PodAdditionsBase {
  /**
   * Environment variables of the engine's container. A variable that a field stands for, or that Corral sets, is
   * refused. @default {}
   */
  readonly env?: Readonly<Record<string, VariableValue>>;
  /** Read-only folders of the engine's container, by their absolute path. @default {} */
  readonly volumes?: Readonly<Record<string, FolderSource>>;
  /** Labels of pods. Keys of Corral, of Kubernetes and of controllers are refused. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of pods. Keys of Corral, of Kubernetes and of controllers are refused. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Secrets of the pods' namespaces with which the kubelet pulls images. @default [] */
  readonly imagePullSecrets?: readonly string[];
  /**
   * Whether the cluster autoscaler and Karpenter may evict a pod of an engine in order to remove its node. `prevented`
   * becomes `safe-to-evict: "false"` and `do-not-disrupt: "true"`: such a node is paid for until the pod ends.
   * @default 'allowed'
   */
  readonly nodeRemoval?: NodeRemoval;
}

/** What is added to pods of an environment or of a workload. */
export interface PodAdditions extends PodAdditionsBase {
  /**
   * Labels that nodes must have beside those of a pool. A pool whose nodes have another value is left out; a pool that
   * does not state the label is refused, since the plan cannot count its nodes. @default {}
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that pods tolerate beside those of their pools. @default [] */
  readonly tolerations?: readonly ToleratedTaint[];
}

/** What is added to objects. */
export interface ObjectAdditions {
  /** Labels of objects. Keys of Corral, of Kubernetes and of controllers are refused. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of objects. Keys of Corral, of Kubernetes and of controllers are refused. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}
