/** The pods of backups: restic with the Secrets that open the repository, an identity and a policy of their own. */
import type { Construct } from 'constructs';
import { type Image, imageReference, images } from '../../catalog';
import { bytesQuantity, derived, durationText, hours } from '../../core';
import {
  affinity,
  annotations,
  clusterDns,
  clusterFacts,
  container,
  environmentVariables,
  object,
  objectLabels,
  type Owner,
  podDefaults,
  publicAddresses,
  specOn,
  tolerations,
  waitedFor,
  workloadPolicy,
} from '../../kubernetes/draw';
import type { Kinds, Volume } from '../../kubernetes/kinds';
import { exitCodes, keyEntries, type ProgramRun, type RepositoryInputs, scratchMount } from '../../programs';
import { backupWants, type ConfigMapKey, copyGrace } from '../../workload';
import { addedToSpec, podMetadata } from '../added';
import { programFiles } from '../program-files';
import { secretVolume } from '../secret-volume';
import type { MountedVolume } from '../weights/weights-job';
import { workloadIdentity } from '../workload-identity';
import type { BackupJobProps, BackupRepository, ScheduledBackupProps } from './props';

const passwordFolder = '/etc/backup-password';
const keyFolder = '/etc/backup-key';
const caFolder = '/etc/backup-ca';

/** What a program of the repository is given. */
export const repositoryInputs = ({
  address,
  region,
  host,
  password,
  caBundle,
}: BackupRepository): RepositoryInputs => ({
  repository: address,
  region: region ?? 'us-east-1',
  host,
  passwordFile: `${passwordFolder}/${password.key}`,
  keyFolder,
  ...(caBundle === undefined ? {} : { caFile: `${caFolder}/${caBundle.key}` }),
});

/** What a Job does. */
export interface BackupWork {
  readonly owner: Owner;
  readonly container: string;
  readonly run: ProgramRun;
  /** Volumes that it reads or writes, beside those of the repository. @default - none */
  readonly volumes?: readonly MountedVolume[];
  /** A container of another image that runs before restic, or after it has ended well. @default - none */
  readonly client?: DatabaseClient;
}

/** What asks a database, beside restic. */
export interface DatabaseClient {
  readonly when: 'before' | 'after';
  readonly container: string;
  readonly run: ProgramRun;
  readonly image: Image;
  readonly volumes: readonly MountedVolume[];
}

const keyItems = keyEntries.map((key) => ({ key, path: key }));

const bundleVolume = ({ configMap: name, key }: ConfigMapKey): MountedVolume => ({
  volume: { name: 'backup-ca', configMap: { name, items: [{ key, path: key }] } },
  path: caFolder,
  readOnly: true,
});

function repositoryVolumes({ password, credentials, caBundle }: BackupRepository): readonly MountedVolume[] {
  const keys: Volume = {
    name: 'backup-key',
    secret: { secretName: credentials.secretName, items: keyItems, defaultMode: 0o440 },
  };
  return [
    { volume: secretVolume({ name: 'backup-password', secret: password }), path: passwordFolder, readOnly: true },
    { volume: keys, path: keyFolder, readOnly: true },
    ...(caBundle === undefined ? [] : [bundleVolume(caBundle)]),
  ];
}

type JobSpec = NonNullable<Kinds['Job']['spec']>;

/** One more try, and none after what another try would find again; pods that were taken away do not count. */
const failurePolicy = (containerName: string | undefined): NonNullable<JobSpec['podFailurePolicy']> => ({
  rules: [
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    {
      action: 'FailJob',
      onExitCodes: {
        containerName,
        operator: 'In',
        values: [exitCodes.badInput, exitCodes.refused, exitCodes.missing, exitCodes.checksum],
      },
    },
  ],
});

/** The spec of a Job whose pod runs restic. */
export function backupJobSpec(scope: Construct, props: BackupJobProps, work: BackupWork): JobSpec {
  const {
    namespace,
    repository,
    programs,
    scheduling,
    deadline = derived(hours(24), 'the default'),
    wants = backupWants,
    additions = {},
    image = images.restic,
  } = props;
  const { owner, run, client } = work;
  const files = programFiles(scope, { namespace, owner, programs }, client === undefined ? [run] : [run, client.run]);
  const volumes = [...(work.volumes ?? []), ...repositoryVolumes(repository)];
  const runs = (name: string, { command, env }: ProgramRun, of: Image, mounted: readonly MountedVolume[]) =>
    container(
      {
        name,
        image: imageReference(of),
        command: [...command],
        env: environmentVariables(env),
        volumeMounts: [
          ...mounted.map(({ volume, path, readOnly }) => ({ name: volume.name, mountPath: path, readOnly })),
          { name: 'tmp', mountPath: scratchMount },
          files.mount,
        ],
      },
      wants,
    );
  const restic = runs(work.container, run, image, volumes);
  const asks = client && runs(client.container, client.run, client.image, client.volumes);
  const [first, last] = client?.when === 'after' ? [restic, asks] : [asks, restic];
  const all = [...volumes, ...(client?.volumes ?? [])].map(({ volume }) => volume);
  return specOn(scope, 'Job', {
    backoffLimit: 1,
    activeDeadlineSeconds: deadline.value,
    podFailurePolicy: failurePolicy(client === undefined ? work.container : undefined),
    template: {
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
        initContainers: first && [first],
        containers: last === undefined ? [] : [last],
        volumes: [
          ...new Map(all.map((volume) => [volume.name, volume])).values(),
          { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
          files.volume,
        ],
      },
    },
  });
}

/** The identity of pods of a backup, and their way to the object store and nowhere else. */
export function backupAccess(
  scope: Construct,
  { namespace, addresses = publicAddresses(clusterFacts(scope).families), pods = [], dns = clusterDns }: BackupJobProps,
  owner: Owner,
): void {
  workloadIdentity(scope, namespace, owner);
  workloadPolicy(scope, 'policy', namespace, owner, { ingress: [], egress: pods, dns, addresses });
}

/** Why a run may take as long as it may. */
export const deadlineAnnotations = ({ deadline }: BackupJobProps): Record<string, string> | undefined =>
  deadline === undefined
    ? undefined
    : annotations({ 'because.deadline': `${durationText(deadline.value)}: ${deadline.because}` });

/** A CronJob named like its owner, whose runs never overlap; one that was missed starts within an hour, or not at all. */
export function scheduledBackup(scope: Construct, props: ScheduledBackupProps, work: BackupWork): void {
  const { namespace, schedule } = props;
  const { owner } = work;
  backupAccess(scope, props, owner);
  object(scope, 'cron-job', 'CronJob', {
    metadata: {
      name: owner.instance,
      namespace,
      labels: objectLabels(owner),
      annotations: deadlineAnnotations(props),
    },
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: hours(1),
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { metadata: { labels: objectLabels(owner) }, spec: backupJobSpec(scope, props, work) },
    },
  });
}
