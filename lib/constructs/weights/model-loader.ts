/** Brings one model into the store: a Job whose name follows its content, since a Job's template cannot change. */
import { Construct } from 'constructs';
import { type Image, imageReference, images } from '../../catalog';
import { bytesQuantity, derived, type Derived, type Duration, durationText, hours } from '../../core';
import {
  type AddressPeer,
  affinity,
  annotations,
  clusterDns,
  container,
  type DnsPeer,
  environmentVariables,
  nameByContent,
  object,
  objectLabels,
  type Owner,
  podDefaults,
  publicHttps,
  tolerations,
  waitedFor,
  workloadPolicy,
} from '../../kubernetes/draw';
import type { Kinds } from '../../kubernetes/kinds';
import { exitCodes, loader, scratchMount, storeMount, type Weights, type WeightsSource } from '../../programs';
import { type ContainerWants, copyGrace, copyWants, type Scheduling, type SecretKey } from '../../workload';
import { addedToSpec, podMetadata, type WithAdditions } from '../added';
import { programFiles, type WithPrograms } from '../program-files';
import { secretVolume } from '../secret-volume';
import { workloadIdentity } from '../workload-identity';

export interface ModelLoaderProps extends WithPrograms, WithAdditions {
  readonly namespace: string;
  /** The store's claim, mounted read-write. */
  readonly claimName: string;
  /** What to bring; a model that two engines read is listed for each. */
  readonly weights: readonly Weights[];
  /** @default - the public hub and registry */
  readonly source?: WeightsSource;
  /** Secret with the hub's token, for models that are not public. @default - none */
  readonly hubToken?: SecretKey;
  /** Addresses that it may reach. @default - any public address, port 443 */
  readonly addresses?: readonly AddressPeer[];
  /** Name resolution. @default - kube-dns in `kube-system`, and NodeLocal DNSCache */
  readonly dns?: DnsPeer;
  /** Time after which it is given up. @default - a day */
  readonly deadline?: Derived<Duration>;
  /** @default - a quarter of a core, 256 MiB of memory, 64 MiB of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - curl of the pinned version */
  readonly image?: Image;
}

/** Tries beside the first; each resumes where the one before was cut off. */
const retries = 6;
const tokenFolder = '/etc/hub-token';
const containerName = 'loader';

/**
 * When the Job ends at once, since another try would end like the first, and when a try does not count: the pod was
 * taken away.
 */
const failurePolicy: NonNullable<NonNullable<Kinds['Job']['spec']>['podFailurePolicy']> = {
  rules: [
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    {
      action: 'FailJob',
      onExitCodes: {
        containerName,
        operator: 'In',
        values: [exitCodes.badInput, exitCodes.refused, exitCodes.missing, exitCodes.movedTag],
      },
    },
  ],
};

/**
 * A Job named after the construct and its content, with its programs, identity and policy. No time to live: the
 * previous one is pruned.
 */
export class ModelLoader extends Construct {
  private readonly owner: Owner;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ModelLoaderProps,
  ) {
    super(scope, id);
    const { namespace, dns = clusterDns, addresses = [publicHttps] } = props;
    this.owner = { component: 'model-loader', instance: id };
    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(this, 'policy', namespace, this.owner, { ingress: [], egress: [], dns, addresses });
    this.job();
  }

  private job(): void {
    const { namespace, deadline = derived(hours(24), 'the default') } = this.props;
    const spec = {
      backoffLimit: retries,
      activeDeadlineSeconds: deadline.value,
      podFailurePolicy: failurePolicy,
      template: this.template(),
    };
    object(this, 'job', 'Job', {
      metadata: {
        name: nameByContent(this.owner.instance, spec),
        namespace,
        labels: objectLabels(this.owner),
        annotations: annotations({
          models: [...new Set(this.props.weights.map(({ key }) => key))].join(' '),
          'because.deadline': `${durationText(deadline.value)}: ${deadline.because}`,
        }),
      },
      spec,
    });
  }

  private template(): NonNullable<Kinds['Job']['spec']>['template'] {
    const { namespace, claimName, weights, source, hubToken, scheduling, programs, wants = copyWants } = this.props;
    const { additions = {}, image = images.curl } = this.props;
    const run = loader.run({
      weights,
      source,
      tokenFile: hubToken === undefined ? undefined : `${tokenFolder}/${hubToken.key}`,
    });
    const files = programFiles(this, { namespace, owner: this.owner, programs }, [run]);
    return {
      metadata: podMetadata(this.owner, additions, waitedFor),
      spec: {
        ...podDefaults,
        serviceAccountName: this.owner.instance,
        priorityClassName: scheduling?.priorityClassName,
        affinity: affinity(this.owner, scheduling?.pools ?? []),
        tolerations: tolerations(scheduling?.pools ?? [], false, scheduling?.tolerations),
        ...addedToSpec(additions, scheduling),
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: copyGrace,
        containers: [
          container(
            {
              name: containerName,
              image: imageReference(image),
              command: [...run.command],
              env: environmentVariables(run.env),
              volumeMounts: [
                { name: 'store', mountPath: storeMount },
                { name: 'tmp', mountPath: scratchMount },
                files.mount,
                ...(hubToken === undefined ? [] : [{ name: 'hub-token', mountPath: tokenFolder, readOnly: true }]),
              ],
            },
            wants,
          ),
        ],
        volumes: [
          { name: 'store', persistentVolumeClaim: { claimName } },
          { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
          files.volume,
          ...(hubToken === undefined ? [] : [secretVolume({ name: 'hub-token', secret: hubToken })]),
        ],
      },
    };
  }
}
