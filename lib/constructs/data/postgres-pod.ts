/** The containers and volumes of the pod of a PostgreSQL: the server, what gives users, and the exporter. */
import type { Construct } from 'constructs';
import { imageReference, images, postgresExporterPort, postgresPort } from '../../catalog';
import { bytesQuantity, inMib, mib } from '../../core';
import { clusterFacts, container, environmentVariables, type Owner } from '../../kubernetes/draw';
import type { Container, Probe, VolumeMount } from '../../kubernetes/kinds';
import { postgresUsers, programFile, type ProgramRun, scratchMount } from '../../programs';
import { postgresBuffers, postgresExporterWants, postgresUsersWants, postgresWants } from '../../workload';
import type { MetricsPort } from '../observability/scraping';
import { programFiles } from '../program-files';
import { secretVolume } from '../secret-volume';
import { type PostgresExporter, type PostgresProps, postgresVersions } from './postgres-props';

export const exporterMetrics: MetricsPort = { name: 'metrics', port: postgresExporterPort };

const socketFolder = '/var/run/postgresql';
const superuserFolder = '/etc/postgres-superuser';
const usersFolder = '/etc/postgres-users';
const tlsFolder = '/etc/postgres-tls';
const accessFile = 'pg_hba.conf';
/** User of the exporter, which connects by the socket. */
const monitor = 'exporter';

/** initdb asks for the name of its user, and the image knows none of 10001. */
const passwd = 'postgres:x:10001:10001::/var/lib/postgresql:/bin/sh\n';

/** Only encrypted connections from other pods; within the pod there is the socket. */
const encryptedOnly = 'local all all trust\nhostssl all all all scram-sha-256\n';

const exec = (command: readonly string[], times: Omit<Probe, 'exec'>): Probe => ({
  exec: { command: [...command] },
  ...times,
});
const isReady = ['pg_isready', '--quiet', '--host', socketFolder, '--username', 'postgres'];
const socket: VolumeMount = { name: 'socket', mountPath: socketFolder };

/** Gives users and databases as long as the server runs. */
const usersSidecar = (
  { image = images.postgres, usersWants = postgresUsersWants }: PostgresProps,
  { command, env }: ProgramRun,
  mounts: VolumeMount[],
): Container => ({
  ...container(
    {
      name: 'users',
      image: imageReference(image),
      command: [...command],
      env: environmentVariables(env),
      volumeMounts: mounts,
    },
    usersWants,
  ),
  restartPolicy: 'Always',
});

/** It answers before there is a server, and says then that there is none. */
const exporterSidecar = ({
  image = images.postgresExporter,
  wants = postgresExporterWants,
}: PostgresExporter): Container => ({
  ...container(
    {
      name: 'exporter',
      image: imageReference(image),
      args: [`--web.listen-address=:${postgresExporterPort}`],
      env: environmentVariables({
        DATA_SOURCE_NAME: `host=${socketFolder} user=${monitor} dbname=postgres sslmode=disable`,
      }),
      ports: [{ name: exporterMetrics.name, containerPort: postgresExporterPort, protocol: 'TCP' }],
      volumeMounts: [socket],
    },
    wants,
  ),
  restartPolicy: 'Always',
});

function server(props: PostgresProps, shared: readonly VolumeMount[]): Container {
  const { superuser, maxConnections = 100, version = 17, wants = postgresWants, image = images.postgres, tls } = props;
  const mount = postgresVersions[version];
  const settings = {
    shared_buffers: `${inMib(postgresBuffers(wants.memory))}MB`,
    max_connections: `${maxConnections}`,
    ...(tls && {
      ssl: 'on',
      ssl_cert_file: `${tlsFolder}/tls.crt`,
      ssl_key_file: `${tlsFolder}/tls.key`,
      hba_file: programFile(accessFile),
    }),
  };
  return container(
    {
      name: 'postgres',
      image: imageReference(image),
      args: ['postgres', ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      env: environmentVariables({
        // Below the mount: the root of a volume may have a folder of its file system.
        PGDATA: version === 17 ? `${mount}/pgdata` : `${mount}/${version}/docker`,
        POSTGRES_PASSWORD_FILE: `${superuserFolder}/${superuser.key}`,
        POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --data-checksums',
      }),
      ports: [{ name: 'postgres', containerPort: postgresPort, protocol: 'TCP' }],
      // A server that recovers after a crash may take long: it listens, and is not killed.
      startupProbe: { tcpSocket: { port: 'postgres' }, periodSeconds: 5, failureThreshold: 120 },
      readinessProbe: exec(isReady, { periodSeconds: 5, timeoutSeconds: 5 }),
      livenessProbe: { tcpSocket: { port: 'postgres' }, periodSeconds: 10, failureThreshold: 6 },
      volumeMounts: [
        { name: `data-${version}`, mountPath: mount },
        { name: 'superuser', mountPath: superuserFolder, readOnly: true },
        { name: 'shared-memory', mountPath: '/dev/shm' },
        ...shared,
      ],
    },
    wants,
  );
}

/** The parts of the pod that are its own, with the ConfigMaps of its programs below `scope`. */
export function postgresContainers(scope: Construct, owner: Owner, props: PostgresProps) {
  const { namespace, programs, databases, superuser, tls, exporter, wants = postgresWants } = props;
  const owners = Object.entries(databases).sort(([a], [b]) => (a < b ? -1 : 1));
  const [first, ...others] = owners.map(([database, { owner: user, password }]) => ({
    database,
    owner: user,
    passwordFile: `${usersFolder}/${database}/${password.key}`,
  }));
  if (first === undefined) throw new RangeError(`${owner.instance} has no database`);
  const users = postgresUsers.run({
    owners: [first, ...others],
    socket: socketFolder,
    monitor: exporter && monitor,
    certificateFile: tls && `${tlsFolder}/tls.crt`,
  });
  // A user that the cluster chooses gets its name from the runtime, or from the image.
  const isOurs = clusterFacts(scope).userIds === 'ours';
  const run = {
    ...users,
    files: { ...users.files, ...(isOurs && { passwd }), ...(tls && { [accessFile]: encryptedOnly }) },
  };
  const files = programFiles(scope, { namespace, owner, programs }, [run]);
  const passwords = owners.map(([database, { password }], index) => ({
    volume: secretVolume({ name: `password-${index}`, secret: password }),
    mount: { name: `password-${index}`, mountPath: `${usersFolder}/${database}`, readOnly: true },
  }));
  const certificate: VolumeMount[] = tls ? [{ name: 'tls', mountPath: tlsFolder, readOnly: true }] : [];
  const shared: VolumeMount[] = [
    socket,
    { name: 'tmp', mountPath: scratchMount },
    ...(isOurs ? [{ name: files.mount.name, mountPath: '/etc/passwd', subPath: 'passwd', readOnly: true }] : []),
    ...certificate,
  ];
  return {
    initContainers: [
      usersSidecar(props, run, [...shared, files.mount, ...passwords.map(({ mount }) => mount)]),
      ...(exporter ? [exporterSidecar(exporter)] : []),
    ],
    containers: [server(props, tls ? [...shared, files.mount] : shared)],
    volumes: [
      secretVolume({ name: 'superuser', secret: superuser }),
      ...passwords.map(({ volume }) => volume),
      { name: 'socket', emptyDir: { sizeLimit: bytesQuantity(mib(1)) } },
      {
        name: 'shared-memory',
        emptyDir: { medium: 'Memory', sizeLimit: bytesQuantity(mib(Math.floor(inMib(wants.memory) / 8))) },
      },
      { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
      // The group may read the key, as PostgreSQL allows of a file of root.
      ...(tls ? [{ name: 'tls', secret: { secretName: tls.secretName, defaultMode: 0o440 } }] : []),
      files.volume,
    ],
  };
}
