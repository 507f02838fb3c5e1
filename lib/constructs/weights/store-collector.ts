/** Removes from the store what no revision names. By default it only reports what it would remove. */
import { Construct } from 'constructs';
import { type Image, imageReference, images } from '../../catalog';
import { bytesQuantity } from '../../core';
import {
  affinity,
  container,
  environmentVariables,
  object,
  objectLabels,
  type Owner,
  podDefaults,
  tolerations,
  workloadPolicy,
} from '../../kubernetes/draw';
import { collector, type CollectorInputs, scratchMount, storeMount } from '../../programs';
import { collectorDeadline, collectorWants, type ContainerWants, type Scheduling } from '../../workload';
import { addedToSpec, podMetadata, type WithAdditions } from '../added';
import { programFiles, type WithPrograms } from '../program-files';
import { workloadIdentity } from '../workload-identity';

export interface StoreCollectorProps extends Omit<CollectorInputs, 'root'>, WithPrograms, WithAdditions {
  readonly namespace: string;
  /** The store's claim, mounted read-write. */
  readonly claimName: string;
  /** When it runs, in cron's words, in UTC. @default '17 3 * * *' */
  readonly schedule?: string;
  /** @default - a tenth of a core, 64 MiB of memory and of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - curl of the pinned version */
  readonly image?: Image;
}

/** A CronJob named like the construct, with its programs, identity and a policy that lets nothing in or out. */
export class StoreCollector extends Construct {
  constructor(scope: Construct, id: string, props: StoreCollectorProps) {
    super(scope, id);
    const {
      namespace,
      claimName,
      schedule = '17 3 * * *',
      wants = collectorWants,
      scheduling,
      programs,
      additions = {},
      image = images.curl,
      ...inputs
    } = props;
    const owner: Owner = { component: 'collector', instance: id };
    const run = collector.run(inputs);
    const files = programFiles(this, { namespace, owner, programs, lists: 'next-start' }, [run]);
    workloadIdentity(this, namespace, owner);
    workloadPolicy(this, 'policy', namespace, owner, { ingress: [], egress: [] });
    object(this, 'cron-job', 'CronJob', {
      metadata: { name: id, namespace, labels: objectLabels(owner) },
      spec: {
        schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: collectorDeadline,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          metadata: { labels: objectLabels(owner) },
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: collectorDeadline,
            template: {
              metadata: podMetadata(owner, additions),
              spec: {
                ...podDefaults,
                serviceAccountName: id,
                priorityClassName: scheduling?.priorityClassName,
                affinity: affinity(owner, scheduling?.pools ?? []),
                tolerations: tolerations(scheduling?.pools ?? [], [], scheduling?.tolerations),
                ...addedToSpec(additions, scheduling),
                restartPolicy: 'Never',
                containers: [
                  container(
                    {
                      name: 'collector',
                      image: imageReference(image),
                      command: [...run.command],
                      env: environmentVariables(run.env),
                      volumeMounts: [
                        { name: 'store', mountPath: storeMount },
                        { name: 'tmp', mountPath: scratchMount },
                        files.mount,
                      ],
                    },
                    wants,
                  ),
                ],
                volumes: [
                  { name: 'store', persistentVolumeClaim: { claimName } },
                  { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
                  files.volume,
                ],
              },
            },
          },
        },
      },
    });
  }
}
