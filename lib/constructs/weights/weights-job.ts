/** A Job that works on files of weights: its name follows its content, since a Job's template cannot change. */
import type { Construct } from 'constructs';
import { type Image, imageReference, images } from '../../catalog';
import { bytesQuantity, derived, type Derived, type Duration, durationText, hours } from '../../core';
import {
  affinity,
  annotations,
  container,
  environmentVariables,
  nameByContent,
  object,
  objectLabels,
  type Owner,
  podDefaults,
  specOn,
  tolerations,
  waitedFor,
} from '../../kubernetes/draw';
import type { Kinds, Volume } from '../../kubernetes/kinds';
import { exitCodes, type ProgramRun, scratchMount } from '../../programs';
import { type ContainerWants, copyGrace, copyWants, type Scheduling } from '../../workload';
import { addedToSpec, podMetadata, type WithAdditions } from '../added';
import { programFiles, type WithPrograms } from '../program-files';

/** What every Job on files of weights may be given. */
export interface WeightsJobProps extends WithPrograms, WithAdditions {
  readonly namespace: string;
  /** Time after which it is given up. @default - a day */
  readonly deadline?: Derived<Duration>;
  /** @default - a quarter of a core, 256 MiB of memory, 64 MiB of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - curl of the pinned version */
  readonly image?: Image;
}

/** A volume and where the container sees it. */
export interface MountedVolume {
  readonly volume: Volume;
  readonly path: string;
  readonly readOnly?: true;
}

/** What a Job does. */
interface Work {
  readonly owner: Owner;
  readonly container: string;
  readonly run: ProgramRun;
  /** Keys of the models. */
  readonly models: readonly string[];
  /** The volume that it writes, before its scratch folder and its programs; none where it only reads. */
  readonly written?: MountedVolume;
  /** Volumes behind them. */
  readonly further: readonly MountedVolume[];
}

/** Tries beside the first; each resumes where the one before was cut off. */
const retries = 6;

type JobSpec = NonNullable<Kinds['Job']['spec']>;

/**
 * When the Job ends at once, since another try would end like the first, and when a try does not count: the pod was
 * taken away.
 */
const failurePolicy = (containerName: string): NonNullable<JobSpec['podFailurePolicy']> => ({
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
});

const mountsOf = (volumes: readonly MountedVolume[]) =>
  volumes.map(({ volume: { name }, path, readOnly }) => ({ name, mountPath: path, readOnly }));

function template(scope: Construct, props: WeightsJobProps, work: Work): JobSpec['template'] {
  const { namespace, scheduling, programs, wants = copyWants, additions = {}, image = images.curl } = props;
  const { owner, run, written, further } = work;
  const first = written === undefined ? [] : [written];
  const files = programFiles(scope, { namespace, owner, programs }, [run]);
  return {
    metadata: podMetadata(owner, additions, waitedFor),
    spec: {
      ...podDefaults,
      serviceAccountName: owner.instance,
      priorityClassName: scheduling?.priorityClassName,
      affinity: affinity(owner, scheduling?.pools ?? []),
      tolerations: tolerations(scheduling?.pools ?? [], [], scheduling?.tolerations),
      ...addedToSpec(additions, scheduling),
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: copyGrace,
      containers: [
        container(
          {
            name: work.container,
            image: imageReference(image),
            command: [...run.command],
            env: environmentVariables(run.env),
            volumeMounts: [
              ...mountsOf(first),
              { name: 'tmp', mountPath: scratchMount },
              files.mount,
              ...mountsOf(further),
            ],
          },
          wants,
        ),
      ],
      volumes: [
        ...first.map(({ volume }) => volume),
        { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
        files.volume,
        ...further.map(({ volume }) => volume),
      ],
    },
  };
}

/** Draws the Job. No time to live: the previous one is pruned. */
export function weightsJob(scope: Construct, props: WeightsJobProps, work: Work): void {
  const { namespace, deadline = derived(hours(24), 'the default') } = props;
  const spec = specOn(scope, 'Job', {
    backoffLimit: retries,
    activeDeadlineSeconds: deadline.value,
    podFailurePolicy: failurePolicy(work.container),
    template: template(scope, props, work),
  });
  object(scope, 'job', 'Job', {
    metadata: {
      name: nameByContent(work.owner.instance, spec),
      namespace,
      labels: objectLabels(work.owner),
      annotations: annotations({
        models: [...new Set(work.models)].join(' '),
        'because.deadline': `${durationText(deadline.value)}: ${deadline.because}`,
      }),
    },
    spec,
  });
}
