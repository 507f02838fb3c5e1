/**
 * A PostgreSQL with one pod and a volume that stays: a StatefulSet with its Service, identity and policy. Its users and
 * databases follow the Secrets, at the first start and after each change.
 */
import type { Construct } from 'constructs';
import { type Image, imageReference, images } from '../../catalog';
import { type Bytes, bytesQuantity, ceilSeconds, inMib, mib, refuse, seconds } from '../../core';
import {
  affinity,
  container,
  environmentVariables,
  object,
  objectLabels,
  podDefaults,
  type PodPeer,
  selectorLabels,
  tolerations,
  waitedFor,
  workloadPolicy,
} from '../../kubernetes/draw';
import type { Container, Probe, VolumeMount } from '../../kubernetes/kinds';
import { postgresUsers, scratchMount } from '../../programs';
import {
  postgresUsersWants,
  postgresWants,
  type ContainerWants,
  type Scheduling,
  type SecretKey,
} from '../../workload';
import { addedToSpec, podMetadata, type WithAdditions } from '../added';
import { type ProgramFiles, programFiles, type WithPrograms } from '../program-files';
import { secretVolume } from '../secret-volume';
import { ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';

/** Major versions, each with the folder that its image keeps data below: 18 moved it. */
export const postgresVersions = { 17: '/var/lib/postgresql/data', 18: '/var/lib/postgresql' } as const;
export type PostgresVersion = keyof typeof postgresVersions;

/** A database with its owner, a user that can log in to it. */
export interface PostgresDatabase {
  readonly owner: string;
  /** Secret with the password of the owner; External Secrets may fill it. A changed password is in force within a minute or two. */
  readonly password: SecretKey;
}

export interface PostgresProps extends WithPrograms, WithAdditions {
  readonly namespace: string;
  /** Databases by name, at least one. */
  readonly databases: Readonly<Record<string, PostgresDatabase>>;
  /** Secret with the password of the superuser `postgres`, which is read at the first start only. */
  readonly superuser: SecretKey;
  /** The volume. Its claim has the major version in its name: another version never opens the files of this one. */
  readonly storage: {
    readonly size: Bytes;
    /** @default - the cluster's default class */ readonly storageClass?: string;
  };
  /** Pods that may connect. @default - none */
  readonly from?: readonly PodPeer[];
  /** Major version; the image must have it. @default 17 */
  readonly version?: PostgresVersion;
  /** @default 100 */
  readonly maxConnections?: number;
  /** @default - half a core, 1 GiB of memory, 256 MiB of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - PostgreSQL of the pinned version */
  readonly image?: Image;
}

const port = 5432;
const socketFolder = '/var/run/postgresql';
const superuserFolder = '/etc/postgres-superuser';
const usersFolder = '/etc/postgres-users';

/** A name that psql, a path and a list of words take as it is. */
const nameForm = /^[a-z_][a-z0-9_]{0,62}$/;

/** initdb asks for the name of its user, and the image knows none of 10001. */
const passwd = 'postgres:x:10001:10001::/var/lib/postgresql:/bin/sh\n';

const exec = (command: readonly string[], times: Omit<Probe, 'exec'>): Probe => ({
  exec: { command: [...command] },
  ...times,
});
const isReady = ['pg_isready', '--quiet', '--host', socketFolder, '--username', 'postgres'];

/**
 * Named like the construct, as are its Service and the account of its pod.
 *
 * @throws FaultError `DatabaseName` where a name cannot be written into a list, `MajorVersion` where the image has another
 *   version than `version`
 */
export class Postgres extends ServedWorkload {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PostgresProps,
  ) {
    const { namespace, from = [] } = props;
    super(scope, id, { namespace, component: 'postgres', port, kind: 'StatefulSet' });
    this.check();
    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(this, 'policy', namespace, this.owner, {
      ingress: from.map((peer) => ({ peer, port })),
      egress: [],
    });
    object(this, 'service', 'Service', {
      metadata: { name: id, namespace, labels: objectLabels(this.owner) },
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(this.owner),
        ports: [{ name: 'postgres', port, targetPort: 'postgres', protocol: 'TCP' }],
      },
    });
    this.statefulSet();
  }

  private get version(): PostgresVersion {
    return this.props.version ?? 17;
  }

  private check(): void {
    const { databases, image = images.postgres } = this.props;
    const entries = Object.entries(databases);
    if (entries.length === 0)
      refuse('DatabaseName', `${this.name}.databases`, 'names no database', { fix: 'add one, with its owner' });
    for (const name of entries.flatMap(([database, { owner }]) => [database, owner]))
      if (!nameForm.test(name))
        refuse('DatabaseName', `${this.name}.databases`, `'${name}' is no name of a database or a user`, {
          allowed: "small letters, digits and '_', no digit first, at most 63 characters",
        });
    if (image.version[0] !== this.version)
      refuse('MajorVersion', `${this.name}.version`, `${this.version}, and the image has ${image.version.join('.')}`, {
        fix: `an image of PostgreSQL ${this.version}, or version: ${String(image.version[0])}`,
      });
  }

  private statefulSet(): void {
    const { namespace, storage, scheduling, additions = {} } = this.props;
    object(this, 'stateful-set', 'StatefulSet', {
      metadata: { name: this.name, namespace, labels: objectLabels(this.owner) },
      spec: {
        replicas: 1,
        serviceName: this.name,
        revisionHistoryLimit: 1,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels: selectorLabels(this.owner) },
        template: {
          metadata: podMetadata(this.owner, additions, waitedFor),
          spec: {
            ...podDefaults,
            serviceAccountName: this.name,
            priorityClassName: scheduling?.priorityClassName,
            affinity: affinity(this.owner, scheduling?.pools ?? []),
            tolerations: tolerations(scheduling?.pools ?? [], false, scheduling?.tolerations),
            ...addedToSpec(additions, scheduling),
            // The image ends with SIGINT: sessions are cut, and a checkpoint is written.
            terminationGracePeriodSeconds: ceilSeconds(seconds(120)),
            ...this.containers(),
          },
        },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: `data-${this.version}` },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: storage.storageClass,
              resources: { requests: { storage: bytesQuantity(storage.size) } },
            },
          },
        ],
      },
    });
  }

  private containers() {
    const { namespace, programs, databases, superuser, wants = postgresWants, image = images.postgres } = this.props;
    const owners = Object.entries(databases).sort(([a], [b]) => (a < b ? -1 : 1));
    const [first, ...others] = owners.map(([database, { owner, password }]) => ({
      database,
      owner,
      passwordFile: `${usersFolder}/${database}/${password.key}`,
    }));
    if (first === undefined) throw new RangeError(`${this.name} has no database`);
    const users = postgresUsers.run({ owners: [first, ...others], socket: socketFolder });
    const run = { ...users, files: { ...users.files, passwd } };
    const files = programFiles(this, { namespace, owner: this.owner, programs }, [run]);
    const passwords = owners.map(([database, { password }], index) => ({
      volume: secretVolume({ name: `password-${index}`, secret: password }),
      mount: { name: `password-${index}`, mountPath: `${usersFolder}/${database}`, readOnly: true },
    }));
    const shared: VolumeMount[] = [
      { name: 'socket', mountPath: socketFolder },
      { name: 'tmp', mountPath: scratchMount },
      { name: files.mount.name, mountPath: '/etc/passwd', subPath: 'passwd', readOnly: true },
    ];
    return {
      initContainers: [this.sidecar(image, run, [...shared, files.mount, ...passwords.map(({ mount }) => mount)])],
      containers: [this.server(image, wants, shared)],
      volumes: [
        secretVolume({ name: 'superuser', secret: superuser }),
        ...passwords.map(({ volume }) => volume),
        { name: 'socket', emptyDir: { sizeLimit: bytesQuantity(mib(1)) } },
        {
          name: 'shared-memory',
          emptyDir: { medium: 'Memory', sizeLimit: bytesQuantity(mib(Math.floor(inMib(wants.memory) / 8))) },
        },
        { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
        (files satisfies ProgramFiles).volume,
      ],
    };
  }

  /** Gives users and databases as long as the server runs. */
  private sidecar(
    image: Image,
    run: { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> },
    mounts: VolumeMount[],
  ): Container {
    return {
      ...container(
        {
          name: 'users',
          image: imageReference(image),
          command: [...run.command],
          env: environmentVariables(run.env),
          volumeMounts: mounts,
        },
        postgresUsersWants,
      ),
      restartPolicy: 'Always',
    };
  }

  private server(image: Image, wants: ContainerWants, shared: readonly VolumeMount[]): Container {
    const { superuser, maxConnections = 100 } = this.props;
    const mount = postgresVersions[this.version];
    const settings = {
      // A quarter of the memory, as the manual of PostgreSQL proposes.
      shared_buffers: `${Math.floor(inMib(wants.memory) / 4)}MB`,
      max_connections: `${maxConnections}`,
    };
    return container(
      {
        name: 'postgres',
        image: imageReference(image),
        args: ['postgres', ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        env: environmentVariables({
          // Below the mount: the root of a volume may have a folder of its file system.
          PGDATA: this.version === 17 ? `${mount}/pgdata` : `${mount}/${this.version}/docker`,
          POSTGRES_PASSWORD_FILE: `${superuserFolder}/${superuser.key}`,
          POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --data-checksums',
        }),
        ports: [{ name: 'postgres', containerPort: port, protocol: 'TCP' }],
        // A server that recovers after a crash may take long: it listens, and is not killed.
        startupProbe: { tcpSocket: { port: 'postgres' }, periodSeconds: 5, failureThreshold: 120 },
        readinessProbe: exec(isReady, { periodSeconds: 5, timeoutSeconds: 5 }),
        livenessProbe: { tcpSocket: { port: 'postgres' }, periodSeconds: 10, failureThreshold: 6 },
        volumeMounts: [
          { name: `data-${this.version}`, mountPath: mount },
          { name: 'superuser', mountPath: superuserFolder, readOnly: true },
          { name: 'shared-memory', mountPath: '/dev/shm' },
          ...shared,
        ],
      },
      wants,
    );
  }
}
