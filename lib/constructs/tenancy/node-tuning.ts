/** A DaemonSet that sets kernel settings of nodes: one privileged container that ends, then one without any right. */
import { Construct } from 'constructs';
import { gpuVendors, type Image, imageReference, images } from '../../catalog';
import {
  affinity,
  container,
  environmentVariables,
  object,
  objectLabels,
  type Owner,
  podDefaults,
  selectorLabels,
  tolerations,
  workloadPolicy,
} from '../../kubernetes/draw';
import { type KernelSetting, nodeTuning } from '../../programs';
import { type ContainerWants, nodeTuningWants, type Scheduling } from '../../workload';
import { addedToSpec, podMetadata, type WithAdditions } from '../added';
import { programFiles, type WithPrograms } from '../program-files';
import { workloadIdentity } from '../workload-identity';

export interface NodeTuningProps extends WithPrograms, WithAdditions {
  readonly settings: readonly KernelSetting[];
  /** A namespace that admits privileged pods. */
  readonly namespace: string;
  /** @default - a hundredth of a core, 16 MiB of memory and of disk */
  readonly wants?: ContainerWants;
  /** The nodes. @default - all */
  readonly scheduling?: Scheduling;
  /** Resource of the GPUs of the nodes, whose usual taint its pods tolerate. @default 'nvidia.com/gpu' */
  readonly gpuResource?: string;
  /** @default - curl of the pinned version */
  readonly image?: Image;
}

/** A container may write below `/proc/sys` only with these rights. */
const privileged = {
  privileged: true,
  runAsUser: 0,
  runAsGroup: 0,
  runAsNonRoot: false,
  readOnlyRootFilesystem: true,
} as const;

/** A DaemonSet named like the construct, with its program, identity and a policy that lets nothing in or out. */
export class NodeTuning extends Construct {
  constructor(scope: Construct, id: string, props: NodeTuningProps) {
    super(scope, id);
    const {
      namespace,
      settings,
      wants = nodeTuningWants,
      gpuResource = gpuVendors.nvidia.resource,
      scheduling,
      programs,
      additions = {},
      image = images.curl,
    } = props;
    const owner: Owner = { component: 'node-tuning', instance: id };
    const run = nodeTuning.run({ settings });
    const files = programFiles(this, { namespace, owner, programs }, [run]);
    workloadIdentity(this, namespace, owner);
    workloadPolicy(this, 'policy', namespace, owner, { ingress: [], egress: [] });
    const body = (name: string, ...args: readonly string[]) =>
      container(
        {
          name,
          image: imageReference(image),
          command: [...run.command, ...args],
          env: environmentVariables(run.env),
          volumeMounts: [files.mount],
        },
        wants,
      );
    object(this, 'daemon-set', 'DaemonSet', {
      metadata: { name: id, namespace, labels: objectLabels(owner) },
      spec: {
        selector: { matchLabels: selectorLabels(owner) },
        template: {
          metadata: podMetadata(owner, additions),
          spec: {
            ...podDefaults,
            serviceAccountName: id,
            priorityClassName: scheduling?.priorityClassName,
            affinity: { nodeAffinity: affinity(owner, scheduling?.pools ?? []).nodeAffinity },
            // Also on nodes with GPUs, whose taint pods without GPUs do not tolerate otherwise.
            tolerations: tolerations(scheduling?.pools ?? [], [gpuResource], scheduling?.tolerations),
            ...addedToSpec(additions, scheduling),
            initContainers: [{ ...body('set'), securityContext: privileged }],
            containers: [body('hold', 'hold')],
            volumes: [files.volume],
          },
        },
      },
    });
  }
}
