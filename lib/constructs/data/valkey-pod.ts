/** The pod of a Valkey: the server, and beside it what gives it users and reads a changed certificate again. */
import type { Construct } from 'constructs';
import { imageReference, images } from '../../catalog';
import { type Bytes, bytesQuantity, type Duration, mib } from '../../core';
import { affinity, container, environmentVariables, type Owner, podDefaults, tolerations } from '../../kubernetes/draw';
import type { Container, PodSpec, Probe, VolumeMount } from '../../kubernetes/kinds';
import {
  type ProgramRun,
  scratchMount,
  valkeyIsReady,
  valkeyServer,
  valkeyUsers,
  valkeyUsersFile,
} from '../../programs';
import { valkeyClientMemory } from '../../sizing';
import { valkeyUsersWants, valkeyWants } from '../../workload';
import { addedToSpec } from '../added';
import { programFiles } from '../program-files';
import { secretVolume } from '../secret-volume';
import type { ValkeyProps } from './valkey-props';

/** Name of the volume with snapshots or the log. */
export const valkeyData = 'data';

const dataFolder = '/data';
/** Shared by the containers of the pod, in memory: the socket, hashes of passwords. */
const runFolder = '/run/valkey';
const socket = `${runFolder}/valkey.sock`;
const passwordFolder = '/etc/valkey-users';
const tlsFolder = '/etc/valkey-tls';
const tlsFiles = { certificate: `${tlsFolder}/tls.crt`, key: `${tlsFolder}/tls.key` };

const exec = (command: readonly string[], times: Omit<Probe, 'exec'>): Probe => ({
  exec: { command: [...command] },
  ...times,
});

interface PodNumbers {
  readonly port: number;
  readonly memory: Bytes;
  readonly grace: Duration;
}

export function valkeyPod(scope: Construct, owner: Owner, props: ValkeyProps, numbers: PodNumbers): PodSpec {
  const { namespace, programs, scheduling, additions = {}, tls, keeps = { by: 'nothing' } } = props;
  const users = Object.entries(props.users).sort(([a], [b]) => (a < b ? -1 : 1));
  const server = valkeyServer({
    port: numbers.port,
    maxMemory: props.maxMemory,
    clientMemory: valkeyClientMemory(props.maxMemory),
    policy: props.policy ?? 'allkeys-lru',
    kept: keeps,
    data: keeps.by === 'nothing' ? runFolder : dataFolder,
    users: valkeyUsersFile(runFolder),
    socket,
    tls: tls === 'none' ? undefined : tlsFiles,
  });
  const sidecar = valkeyUsers.run({
    logins: users.map(([name, { password, may = 'write', prefixes }]) => ({
      name,
      right: may,
      prefixes,
      passwordFile: `${passwordFolder}/${name}/${password.key}`,
    })),
    folder: runFolder,
    socket,
    tls: tls === 'none' ? undefined : tlsFiles,
  });
  const files = programFiles(scope, { namespace, owner, programs }, [server, sidecar]);
  const passwords = users.map(([name, { password }], index) => ({
    volume: secretVolume({ name: `password-${index}`, secret: password }),
    mount: { name: `password-${index}`, mountPath: `${passwordFolder}/${name}`, readOnly: true },
  }));
  const shared: VolumeMount[] = [
    { name: 'run', mountPath: runFolder },
    files.mount,
    ...(tls === 'none' ? [] : [{ name: 'tls', mountPath: tlsFolder, readOnly: true }]),
  ];
  return {
    ...podDefaults,
    serviceAccountName: owner.instance,
    priorityClassName: scheduling?.priorityClassName,
    affinity: affinity(owner, scheduling?.pools ?? []),
    tolerations: tolerations(scheduling?.pools ?? [], [], scheduling?.tolerations),
    ...addedToSpec(additions, scheduling),
    terminationGracePeriodSeconds: numbers.grace,
    initContainers: [usersContainer(props, sidecar, [...shared, ...passwords.map(({ mount }) => mount)])],
    containers: [
      serverContainer(props, server, numbers, [
        ...shared,
        ...(keeps.by === 'nothing' ? [] : [{ name: valkeyData, mountPath: dataFolder }]),
      ]),
    ],
    volumes: [
      ...passwords.map(({ volume }) => volume),
      ...(tls === 'none'
        ? []
        : [
            {
              name: 'tls',
              secret: {
                secretName: tls.secretName,
                items: ['tls.crt', 'tls.key'].map((key) => ({ key, path: key })),
                defaultMode: 0o440,
              },
            },
          ]),
      { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: bytesQuantity(mib(1)) } },
      { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(valkeyUsersWants.ephemeralStorage) } },
      files.volume,
    ],
  };
}

/** Runs as long as the server, which starts when the list of users is there. */
const usersContainer = (
  { image = images.valkey, usersWants = valkeyUsersWants }: ValkeyProps,
  run: ProgramRun,
  mounts: readonly VolumeMount[],
): Container => ({
  ...container(
    {
      name: 'users',
      image: imageReference(image),
      command: [...run.command],
      env: environmentVariables(run.env),
      startupProbe: exec(['test', '-s', valkeyUsersFile(runFolder)], { periodSeconds: 1, failureThreshold: 60 }),
      volumeMounts: [...mounts, { name: 'tmp', mountPath: scratchMount }],
    },
    usersWants,
  ),
  restartPolicy: 'Always',
});

const serverContainer = (
  { image = images.valkey, cpu = valkeyWants.cpu, cpuLimit }: ValkeyProps,
  run: ProgramRun,
  { port, memory }: PodNumbers,
  mounts: readonly VolumeMount[],
): Container =>
  container(
    {
      name: 'valkey',
      image: imageReference(image),
      command: [...run.command],
      ports: [{ name: 'valkey', containerPort: port, protocol: 'TCP' }],
      readinessProbe: exec(valkeyIsReady(runFolder, socket), { periodSeconds: 5, timeoutSeconds: 5 }),
      // It listens while it loads its data, and must not be killed then.
      livenessProbe: { tcpSocket: { port: 'valkey' }, periodSeconds: 10, failureThreshold: 6 },
      volumeMounts: [...mounts],
    },
    { ...valkeyWants, cpu, cpuLimit, memory },
  );
